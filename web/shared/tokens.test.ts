import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const token = (name: string): string => {
  const match = new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(css);
  if (!match?.[1]) throw new Error(`no colour token ${name}`);
  return match[1];
};

function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('contrast (WCAG 2.2 AA)', () => {
  const text: [string, string][] = [
    ['ink', 'sheet'], ['ink', 'page'], ['ink2', 'page'], ['ink3', 'sheet'], ['ink3', 'page'], ['ink2', 'idle-s'],
    ['ink', 'pri-s'], ['ink2', 'pri-s'], ['pri', 'sheet'], ['pri', 'page'], ['pri', 'pri-s'], ['sheet', 'pri'], ['sheet', 'pri-d'],
    ['ok', 'ok-s'], ['warn', 'warn-s'], ['bad', 'bad-s'], ['ask', 'ask-s'], ['ink', 'ask-s'], ['ink', 'warn-s'],
    ['ink', 'map-1'], ['ink', 'map-2'], ['ink', 'map-3'], ['sheet', 'map-4'], ['sheet', 'map-5'],
  ];
  it.each(text)('%s on %s reads (4.5)', (ink, ground) => {
    expect(contrast(token(ink), token(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it.each([['edge', 'sheet'], ['edge', 'page'], ['focus', 'sheet'], ['focus', 'page']])('%s on %s is seen (3.0)', (mark, ground) => {
    expect(contrast(token(mark), token(ground))).toBeGreaterThanOrEqual(3);
  });
});
