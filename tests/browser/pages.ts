import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { createHmac } from 'node:crypto';
import { account, artifacts, summary, type Account } from './demo';

/** Signs in through the page, as a person does, and confirms the confidentiality text where it stands before the pages. */
export async function signIn(page: Page, role: string): Promise<void> {
  await enter(page, account(role));
  const promise = page.getByRole('heading', { level: 1, name: '保密承诺' });
  await expect(page.locator('h1').first()).toBeVisible();
  if ((await promise.count()) > 0) await confirmPromise(page);
}

export async function enter(page: Page, who: Pick<Account, 'account' | 'password'>): Promise<void> {
  await page.goto('/s/signin');
  await page.getByLabel('账号').fill(who.account);
  await page.getByLabel('密码', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page).not.toHaveURL(/signin/);
}

export async function confirmPromise(page: Page): Promise<void> {
  await page.getByLabel('我已阅读，并将遵守以上承诺').check();
  await page.getByRole('button', { name: '确认，开始工作' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '保密承诺' })).toHaveCount(0);
}

const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

/** What an authenticator shows for a secret (RFC 6238: SHA-1, 30 s, six digits) at this hour of the server's business date. */
export function oneTimeCode(secret: string): string {
  const at = Date.parse(summary().today) + ((Date.now() + SHANGHAI) % DAY) - SHANGHAI;
  const bits = [...secret.replace(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const from = (digest[19] ?? 0) & 15;
  return String((digest.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Waits until the page shows its content, then fails on anything axe calls serious or critical, and on doubtful contrast. */
export async function accessible(page: Page): Promise<void> {
  await settled(page);
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  const bad = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  const told = [...bad].map((one) => `${one.id}: ${one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join('\n    ')}`);
  expect(told, page.url()).toEqual([]);
}

export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(page.getByRole('status', { name: '正在读取' })).toHaveCount(0);
}

export async function picture(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.screenshot({ path: `${artifacts}/${name}.png` });
}

/** No horizontal scrolling of the page, and nothing personal in address or title. */
export async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('main')].some((one) => one.scrollWidth > one.clientWidth + 1));
  expect(wide, `${page.url()} scrolls sideways`).toBe(false);
  expect(page.url()).not.toMatch(/\d{17}[\dX]|1\d{10}|%E[0-9A-F]/i);
}
