// W3: data are used only for the campaign's work, systems are protected, and every outside agency has signed.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { account, newcomer } from './demo';
import { accessible, confirmPromise, enter, fits, oneTimeCode, picture, settled, signIn } from './pages';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
test.use({ viewport: WIDE });
test.describe.configure({ mode: 'serial' });

/** Somebody else at another desk. */
async function desk(browser: Browser, role: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage();
  await signIn(page, role);
  return page;
}

/** Shows the password again where it is asked for. */
async function again(page: Page, role: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '请再输入一次密码' });
  const asked = await dialog.waitFor({ timeout: 4000 }).then(() => true, () => false);
  if (!asked) return;
  await dialog.getByLabel('密码', { exact: true }).fill(account(role).password);
  await dialog.getByRole('button', { name: '确认' }).click();
  await expect(dialog).toHaveCount(0);
}

test('W3.7 nobody sees a page of people before the confidentiality text is confirmed', async ({ page }) => {
  await enter(page, newcomer);
  await page.goto('/s/benefit');
  const promise = page.getByRole('heading', { level: 1, name: '保密承诺' });
  await expect(promise).toBeVisible();
  expect((await page.request.get('/api/v1/applications')).status(), 'the server refuses as well').toBe(403);
  await accessible(page);
  await picture(page, 'confirm-1440');
  await page.setViewportSize(NARROW);
  await fits(page);
  await picture(page, 'confirm-390');
  await page.setViewportSize(WIDE);
  await expect(page.getByRole('button', { name: '确认，开始工作' })).toBeDisabled();
  await confirmPromise(page);
  await expect(page.getByRole('heading', { level: 1, name: '补贴兑现' })).toBeVisible();
  await page.reload();
  await settled(page);
  await expect(promise).toHaveCount(0);
});

test('W3.2 a one-time code is set up by QR and asked for at the next sign-in', async ({ page }) => {
  const who = account('reviewer2');
  await signIn(page, 'reviewer2');
  await page.goto('/s/me');
  await page.getByRole('button', { name: '设置动态验证码' }).click();
  await again(page, 'reviewer2');
  await expect(page.getByRole('img', { name: '设置动态验证码的二维码' })).toBeVisible();
  await accessible(page);
  await picture(page, 'factor-1440');
  const secret = (await page.locator('.secret').textContent()) ?? '';
  await page.getByRole('textbox', { name: '动态验证码' }).fill('000000');
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('textbox', { name: '动态验证码' }).fill(oneTimeCode(secret));
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.locator('.recovery li')).toHaveCount(10);
  const recovery = (await page.locator('.recovery li').first().textContent()) ?? '';
  await page.getByRole('button', { name: '已经抄好' }).click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await enterWithCode(page, who, recovery);
  await expect(page).not.toHaveURL(/signin/);
  const { standing } = (await (await page.request.get('/api/v1/session')).json()) as { standing: { strength: string } };
  expect(standing.strength).toBe('two_factor');
});

async function enterWithCode(page: Page, who: { account: string; password: string }, code: string): Promise<void> {
  await page.goto('/s/signin');
  await page.getByLabel('账号').fill(who.account);
  await page.getByLabel('密码', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('已启用动态验证码')).toBeVisible();
  await accessible(page);
  await picture(page, 'signin-code');
  await page.getByRole('textbox', { name: '动态验证码' }).fill(code);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('button', { name: '登录' })).toHaveCount(0);
}

test('W3.2 a sign-in elsewhere is seen and ended', async ({ page, browser }) => {
  const other = await desk(browser, 'street_worker');
  await signIn(page, 'street_worker');
  await page.goto('/s/me');
  const lines = page.locator('section').filter({ hasText: '登录情况' }).locator('.lines > li');
  await expect.poll(() => lines.count()).toBeGreaterThan(1);
  await page.getByRole('button', { name: '退出其他全部登录' }).click();
  await expect(lines).toHaveCount(1);
  expect((await other.request.get('/api/v1/work-items')).status()).toBe(401);
  await other.context().close();
});

test('W3.4 a value is shown in full only with a purpose, for a while, and is written down', async ({ page }) => {
  await signIn(page, 'community_worker');
  await page.goto('/s/todo');
  await expect(page.locator('.watermark'), 'account and time over names').toContainText(account('community_worker').account);
  await page.locator('.row-slot .name').first().click();
  await page.getByRole('button', { name: '查看完整的手机' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: '查看', exact: true })).toBeDisabled();
  await dialog.getByRole('radio', { name: '电话联系' }).check();
  await dialog.getByRole('button', { name: '查看', exact: true }).click();
  await expect(dialog.locator('.revealed-value, [role=alert]').first()).toBeVisible();
  await accessible(page);
});

test('W3.4 a window finds one person by full id and reason, never a list of the city', async ({ page }) => {
  await signIn(page, 'window_clerk');
  await page.goto('/s/find');
  await page.getByRole('button', { name: '查找', exact: true }).click();
  await expect(page.getByText('请填完整的 18 位身份证号。')).toBeVisible();
  await accessible(page);
  await picture(page, 'find-1440');
  await page.getByLabel('身份证号').fill('129001195001010011');
  await page.getByLabel('事由').fill('来窗口咨询补贴');
  await page.getByRole('button', { name: '查找', exact: true }).click();
  await expect(page.getByText('没有找到')).toBeVisible();
  await fits(page);
});

test('W3.4 a list leaves only after another person has approved it', async ({ page, browser }) => {
  const guard = await desk(browser, 'security_admin');
  await guard.goto('/s/access');
  await guard.getByRole('button', { name: `管理孙立（${account('street_worker').account}）的账号` }).click();
  await guard.getByRole('dialog').getByRole('checkbox', { name: '名单导出' }).check();
  await guard.getByRole('button', { name: '保存附加权限' }).click();
  await again(guard, 'security_admin');
  await expect.poll(async () => (await (await guard.request.get('/api/v1/accounts')).json() as { items: { login: string; rights: string[] }[] }).items.find((one) => one.login === account('street_worker').account)?.rights).toContain('export');

  await signIn(page, 'street_worker');
  await page.goto('/s/exports');
  await page.getByRole('button', { name: '申请导出' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('radio', { name: '重点群体名单' }).check();
  await sheet.getByRole('radio', { name: 'Excel' }).check();
  await sheet.getByLabel('理由').fill('街道摸底核对');
  await accessible(page);
  await picture(page, 'export-ask-1440');
  await sheet.getByRole('button', { name: '提交申请' }).click();
  await expect(page.getByText('待批准')).toBeVisible();
  await expect(page.getByRole('button', { name: /^批准/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: '下载' })).toHaveCount(0);

  await guard.goto('/s/exports');
  await guard.getByRole('button', { name: /^批准/ }).first().click();
  await again(guard, 'security_admin');
  await expect(guard.getByText('已批准').first()).toBeVisible();
  await accessible(guard);
  await picture(guard, 'export-approved-1440');
  await guard.context().close();

  await page.reload();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载' }).click();
  expect((await coming).suggestedFilename()).toMatch(/\.xlsx$/);
});

test('W3.6 an agency enters only while its signed agreement names it', async ({ page, browser }) => {
  await signIn(page, 'security_admin');
  await page.goto('/s/agreements');
  await page.getByRole('button', { name: '登记协议' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('radio', { name: '机构保密协议' }).check();
  await sheet.getByLabel('编号').fill('BM-2020-001');
  await sheet.getByLabel('我方').fill('南开区人力资源和社会保障局');
  await sheet.getByLabel('对方').fill('某人力资源服务公司');
  await sheet.getByRole('checkbox', { name: '服务本人' }).check();
  for (const field of ['姓名', '手机', '人员类别', '联系与服务']) await sheet.getByRole('checkbox', { name: field, exact: true }).check();
  await sheet.getByLabel('120000以下').or(sheet.getByRole('combobox').first()).selectOption('120104');
  await sheet.getByRole('checkbox', { name: /agency/ }).check();
  await sheet.getByLabel('到', { exact: true }).fill('2020-12-10');
  await accessible(page);
  await picture(page, 'agreement-new-1440');
  await sheet.getByRole('button', { name: '登记', exact: true }).click();
  await again(page, 'security_admin');
  await page.getByRole('button', { name: /查看某人力资源服务公司的协议/ }).click();
  const open = page.getByRole('dialog');
  await open.getByLabel('签署件扫描').setInputFiles({ name: '协议.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n% signed\n') });
  await open.getByRole('button', { name: '签署生效' }).click();
  await again(page, 'security_admin');
  await expect(open.getByText('还有 20 天到期')).toBeVisible();
  await accessible(page);
  await picture(page, 'agreement-1440');

  const agency = await desk(browser, 'agency_worker');
  await agency.goto('/s/todo');
  await expect(agency.getByRole('heading', { level: 1, name: '我的清单' })).toBeVisible();
  expect((await agency.request.get('/api/v1/work-items')).status()).toBe(200);
  await accessible(agency);
  await picture(agency, 'agency_worker-todo-1440');
  await agency.setViewportSize(NARROW);
  await fits(agency);
  await accessible(agency);
  await picture(agency, 'agency_worker-todo-390');
  await open.getByRole('button', { name: '中止' }).click();
  await again(page, 'security_admin');
  await expect.poll(async () => (await agency.request.get('/api/v1/work-items')).status(), 'closed with the agreement').not.toBe(200);
  await agency.context().close();
});

test('each role sees only its own menu', async ({ page }) => {
  const menu: Record<string, string[]> = {
    community_worker: ['我的清单', '重点群体台账', '进度看板'],
    security_admin: ['账号与权限', '保密协议', '名单导出'],
    reviewer1: ['补贴兑现'],
  };
  for (const [role, pages] of Object.entries(menu)) {
    await page.context().clearCookies();
    await signIn(page, role);
    await expect(page.getByRole('navigation', { name: '主导航' }).getByRole('link')).toHaveText([...pages, '我的']);
  }
});
