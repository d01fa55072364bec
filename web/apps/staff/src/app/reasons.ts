// Why a person is opened, where the role must say so. In memory only: it goes out with each request about that person.
const reasons = new Map<string, string>();

export const giveReason = (person: string, reason: string): void => void reasons.set(person, reason);
export const forgetReasons = (): void => reasons.clear();

/** The reason given for the person a request is about. */
export function reasonFor(address: string): string | undefined {
  const person = /\/persons\/([0-9a-f-]{36})/.exec(address)?.[1];
  return person === undefined ? undefined : reasons.get(person);
}
