// No network, a server in trouble, a session that ended: said in words, and nothing typed is lost.
import { expect, test, type Page } from '@playwright/test';
import { account } from './demo';
import { accessible, picture, settled, signIn } from './pages';

test.use({ viewport: { width: 1440, height: 900 } });
const NOTE = '愿意做家政，下周再联系';

/** Opens the first task and fills in one contact. */
async function typed(page: Page): Promise<void> {
  await signIn(page, 'community_worker');
  await page.goto('/s/todo?chip=month');
  await page.locator('.row-slot .btn').last().click();
  const pane = page.getByRole('complementary', { name: '记录联系' });
  await pane.getByRole('group', { name: '方式' }).getByRole('radio', { name: '电话', exact: true }).check();
  await pane.getByRole('group', { name: '结果' }).getByRole('radio', { name: '无人接听' }).check();
  await pane.getByLabel('记一句').fill(NOTE);
}

test('without a network saving says so, keeps what was typed and goes through later', async ({ page, context }) => {
  await typed(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: '保存，下一位' }).click();
  await expect(page.getByRole('alert')).toContainText('现在连不上服务器');
  await expect(page.getByRole('status').filter({ hasText: '现在没有网络' })).toBeVisible();
  await accessible(page);
  await picture(page, 'offline-1440');
  await page.keyboard.press('Escape');
  await page.locator('.row-slot .row-grid').first().click();
  await expect(page.getByLabel('记一句')).toHaveValue('');
  await page.locator('.row-slot .btn').last().click();
  await expect(page.getByLabel('记一句'), 'another row and back').toHaveValue(NOTE);
  await context.setOffline(false);
  await expect(page.getByText('现在没有网络')).toHaveCount(0);
  const sent = page.waitForResponse((answer) => answer.url().includes('/entries') && answer.request().method() === 'POST');
  await page.getByRole('button', { name: '保存，下一位' }).click();
  expect((await sent).status()).toBe(201);
  await expect(page.getByText(/^已记录：/)).toBeVisible();
});

test('a session that ended gives back what was typed after signing in again', async ({ page }) => {
  await typed(page);
  await page.request.delete('/api/v1/session');
  await page.getByRole('button', { name: '保存，下一位' }).click();
  await expect(page).toHaveURL(/signin/);
  const who = account('community_worker');
  await page.getByLabel('账号').fill(who.account);
  await page.getByLabel('密码', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page, 'the list, the chip and the person she was at').toHaveURL(/\/s\/todo\?chip=month&task=/);
  await expect(page.getByLabel('记一句')).toHaveValue(NOTE);
});

test('a server in trouble is named with a way on and the number of the request', async ({ page }) => {
  await signIn(page, 'community_worker');
  await page.route('**/api/v1/work-items*', (route) => route.fulfill({ status: 503, headers: { 'Content-Type': 'application/problem+json' },
    json: { status: 503, code: 'server.busy', title: '系统繁忙', detail: '系统繁忙', remedy: '请稍候几秒再试', instance: '01a2-test', errors: [] } }));
  await page.goto('/s/todo');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('请稍候几秒再试', { timeout: 20_000 });
  await expect(alert).toContainText('01a2-test');
  await accessible(page);
  await page.unroute('**/api/v1/work-items*');
  await alert.getByRole('button', { name: '再试一次' }).click();
  await expect(page.locator('.row-slot').first()).toBeVisible();
});

test('somebody else’s person and a page that is not there look alike to everybody', async ({ page }) => {
  await signIn(page, 'community_worker');
  await page.goto('/s/people/00000000-0000-7000-8000-000000000001');
  await expect(page.getByText('这里没有您可以查看的服务对象')).toBeVisible();
  await accessible(page);
  await page.goto('/s/nothing/here');
  await expect(page.getByRole('heading', { level: 1, name: '没有这一页' })).toBeVisible();
  await accessible(page);
});

test.describe('offline page', () => {
  test.use({ serviceWorkers: 'allow' });
  test('opening a page without a network shows ours', async ({ page, context }) => {
    await signIn(page, 'community_worker');
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await settled(page);
    await context.setOffline(true);
    await page.goto('/s/people');
    await expect(page.getByRole('heading', { name: '现在没有网络' })).toBeVisible();
    await picture(page, 'offline-page');
    await context.setOffline(false);
    await page.getByRole('link', { name: '再试一次' }).click();
    await expect(page.getByRole('heading', { level: 1, name: '我的清单' })).toBeVisible();
  });
});

test('in English the page and the server’s words are English', async ({ page }) => {
  await signIn(page, 'community_worker');
  await page.goto('/s/me');
  await page.getByRole('group', { name: '语言' }).getByRole('radio', { name: 'English' }).check();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('link', { name: 'My list' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'My list' })).toBeVisible();
  await page.locator('.row-slot .name').first().click();
  await settled(page);
  await accessible(page);
  await picture(page, 'english-person');
});
