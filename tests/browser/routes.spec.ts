// Every page of every demo account, wide and narrow: nothing serious for axe, no sideways scrolling, nothing personal in the
// address; and the pictures somebody looks at before a release.
import { expect, test } from '@playwright/test';
import { summary } from './demo';
import { accessible, fits, picture, settled, signIn } from './pages';

const SIZES = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
const PAGES: Record<string, string> = { todo: '/s/todo', people: '/s/people', screen: '/s/screen', benefit: '/s/benefit', dash: '/s/dash', reports: '/s/reports' };

for (const size of SIZES) {
  test.describe(`${size.width} px`, () => {
    test.use({ viewport: size, hasTouch: size.width < 500 });

    test('sign-in, empty and refused', async ({ page }) => {
      await page.goto('/s/signin');
      await accessible(page);
      await picture(page, `signin-${size.width}`);
      await page.getByLabel('账号').fill('nobody');
      await page.getByLabel('密码', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: '登录' }).click();
      await expect(page.getByRole('alert')).toContainText('账号或密码不对');
      await accessible(page);
    });

    for (const role of new Set(summary().accounts.map((one) => one.role))) {
      test(`the pages of ${role}`, async ({ page }) => {
        const noise: string[] = [];
        page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('401')) noise.push(message.text()); });
        page.on('pageerror', (error) => noise.push(error.message));
        await signIn(page, role);
        const { nav } = (await (await page.request.get('/api/v1/session')).json()) as { nav: string[] };
        for (const [code, path] of [...Object.entries(PAGES).filter(([code]) => nav.includes(code)), ['me', '/s/me'] as const]) {
          await page.goto(path);
          await settled(page);
          await expect(page.getByRole('alert'), `${path} shows no failure`).toHaveCount(0);
          await accessible(page);
          await fits(page);
          await picture(page, `${role}-${code}-${size.width}`);
        }
        if (nav.includes('todo')) await persons(page, role, size.width);
        expect(noise).toEqual([]);
      });
    }
  });
}

async function persons(page: import('@playwright/test').Page, role: string, width: number): Promise<void> {
  await page.goto('/s/todo');
  await page.locator('.row-slot .name').first().click();
  await expect(page).toHaveURL(/\/s\/people\/[0-9a-f-]{36}$/);
  await settled(page);
  await accessible(page);
  await fits(page);
  expect(await page.title(), 'a title names the page, never a person').toBe('服务对象，乐业');
  await picture(page, `${role}-person-${width}`);
  if (width < 500) await page.getByText('手机、身份证、住址、责任人').click();
  const see = page.getByRole('button', { name: '查看完整的身份证' });
  if ((await see.count()) > 0) {
    await see.click();
    await accessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
}

test.describe('the work list by keyboard', () => {
  test.use({ viewport: { width: 1440, height: 900 } });
  test('moves, opens and keeps few rows in the document', async ({ page }) => {
    await signIn(page, 'community_worker');
    await page.goto('/s/todo');
    await settled(page);
    await expect(page.locator('.row-slot').first()).toBeVisible();
    expect(await page.locator('.row-slot').count(), 'rows in the document').toBeLessThanOrEqual(40);
    await page.keyboard.press('j');
    const first = new URL(page.url()).searchParams.get('task');
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    await page.keyboard.press('j');
    await expect.poll(() => new URL(page.url()).searchParams.get('task')).not.toBe(first);
    await page.keyboard.press('k');
    await expect.poll(() => new URL(page.url()).searchParams.get('task')).toBe(first);
    await page.keyboard.press('/');
    await expect(page.locator('#search')).toBeFocused();
  });
});
