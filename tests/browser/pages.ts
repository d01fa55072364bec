import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { account, artifacts } from './demo';

/** Signs in through the page, as a person does. */
export async function signIn(page: Page, role: string): Promise<void> {
  const who = account(role);
  await page.goto('/s/signin');
  await page.getByLabel('账号').fill(who.account);
  await page.getByLabel('密码', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page).not.toHaveURL(/signin/);
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
