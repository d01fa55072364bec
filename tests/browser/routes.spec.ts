// Every page of every demo account, wide and narrow: nothing serious for axe, no sideways scrolling, nothing personal in the
// address; and the pictures somebody looks at before a release.
import { expect, test, type Page } from '@playwright/test';
import { summary } from './demo';
import { accessible, fits, picture, settled, signIn } from './pages';

const SIZES = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];

/** The page as it stands, in both sizes. */
async function looked(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await accessible(page);
    await fits(page);
    await picture(page, `${name}-${size.width}`);
  }
  await page.setViewportSize(SIZES[0] as { width: number; height: number });
}

/** Inside the application, as a link does it: nothing is loaded anew. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, path);
  await settled(page);
}

test('sign-in, empty and refused', async ({ page }) => {
  await page.goto('/s/signin');
  await looked(page, 'signin');
  await page.getByLabel('账号').fill('nobody');
  await page.getByLabel('密码', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert')).toContainText('账号或密码不对');
  await accessible(page);
});

// An agency's pages open with its signed agreement alone: W3.6 signs one and looks at them.
for (const role of new Set(summary().accounts.map((one) => one.role).filter((one) => one !== 'agency_worker'))) {
  test(`the pages of ${role}`, async ({ page }) => {
    const noise: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('401')) noise.push(message.text()); });
    page.on('pageerror', (error) => noise.push(error.message));
    await page.setViewportSize(SIZES[0] as { width: number; height: number });
    await signIn(page, role);
    await go(page, '/s/me');
    const pages = await page.getByRole('navigation', { name: '全部页面' }).getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    for (const path of [...pages, '/s/me']) {
      await go(page, path);
      await expect(page.getByRole('alert'), `${path} shows no failure`).toHaveCount(0);
      await looked(page, `${role}-${path.slice(3)}`);
    }
    if (pages.includes('/s/todo')) await person(page, role);
    expect(noise).toEqual([]);
  });
}

async function person(page: Page, role: string): Promise<void> {
  await go(page, '/s/todo');
  await page.locator('.row-slot .name').first().click();
  await expect(page).toHaveURL(/\/s\/people\/[0-9a-f-]{36}$/);
  await looked(page, `${role}-person`);
  expect(await page.title(), 'a title names the page, never a person').toBe('服务对象，乐业');
  const see = page.getByRole('button', { name: '查看完整的身份证' });
  if ((await see.count()) > 0) {
    await see.click();
    await accessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
}
