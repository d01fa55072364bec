// Kills a command at a moment that follows from a seed.
import { spawn } from "node:child_process";
import { binary } from "../acceptance/place.mjs";

/** The same seed gives the same numbers in [0, 1). */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Starts the command and kills it -9 after so many milliseconds; true when it was still running. */
export function killedAfter(args, milliseconds) {
  return new Promise((done) => {
    const child = spawn(binary, args, { stdio: "ignore" });
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.once("exit", (_, signal) => {
      clearTimeout(timer);
      done(signal === "SIGKILL");
    });
  });
}

/** How long the command takes undisturbed, in milliseconds, by `work`. */
export function timed(work) {
  const begun = process.hrtime.bigint();
  const answer = work();
  return { answer, milliseconds: Number(process.hrtime.bigint() - begun) / 1e6 };
}
