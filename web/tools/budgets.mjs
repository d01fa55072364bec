// Fails the build when a page loads more script or style than web.md section 6 allows. Sizes are gzip, kB = 1000 bytes.
// A page's first load is its entry and its route's chunk with everything they import statically, as vite's manifest lists them.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = 'dist/staff';
const BUDGETS = [
  { page: 'shell and sign-in', route: 'src/pages/signin/SignIn.tsx', js: 310 },
  { page: 'work list', route: 'src/pages/todo/TodoPage.tsx', js: 310 },
  { page: 'person', route: 'src/pages/person/PersonPage.tsx', js: 310 },
  { page: 'people', route: 'src/pages/people/PeoplePage.tsx', js: 400 },
  { page: 'dashboard', route: 'src/pages/dash/DashPage.tsx', js: 300 },
];
const CSS = 12;

const manifest = JSON.parse(readFileSync(join(ROOT, '.vite/manifest.json'), 'utf8'));

function load(key, seen) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the build: adjust tools/budgets.mjs`);
  if (seen.has(chunk.file)) return;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const name of chunk.imports ?? []) load(name, seen);
}

function size(path) {
  try {
    return statSync(join(ROOT, `${path}.gz`)).size;
  } catch {
    return statSync(join(ROOT, path)).size;
  }
}

let failed = false;
for (const { page, route, js } of BUDGETS) {
  const seen = new Set();
  load('staff.html', seen);
  load(route, seen);
  const sum = (suffix) => [...seen].filter((file) => file.endsWith(suffix)).reduce((total, file) => total + size(file), 0) / 1000;
  const [script, style] = [sum('.js'), sum('.css')];
  const over = script > js || style > CSS;
  failed ||= over;
  console.log(`${over ? 'OVER ' : 'ok   '} ${page}: ${script.toFixed(1)} of ${js} kB script, ${style.toFixed(1)} of ${CSS} kB style`);
}
process.exit(failed ? 1 : 0);
