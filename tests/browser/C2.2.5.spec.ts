// C2.2.5: whoever is unemployed or hard to employ is followed up at least once a month, and the ledger is kept current.
import { expect, test, type Page } from '@playwright/test';
import { picture, signIn } from './pages';

const FOLLOW_UP = 'I06';

interface Counted {
  numerator: number;
  denominator: number;
}

/** The monthly follow-up of the signed-in worker's own unit, as the server counts it. */
async function followUps(page: Page): Promise<Counted> {
  const answer = await page.request.get('/api/v1/indicators');
  expect(answer.ok(), await answer.text()).toBe(true);
  const { items } = (await answer.json()) as { items: (Counted & { code: string })[] };
  const found = items.find((item) => item.code === FOLLOW_UP);
  expect(found, `${FOLLOW_UP} is among the indicators`).toBeDefined();
  return found as Counted;
}

test.use({ viewport: { width: 1440, height: 900 } });

test('C2.2.5 a recorded follow-up closes the task and moves the indicator', async ({ page }) => {
  await signIn(page, 'community_worker');
  await page.goto('/s/todo?chip=month');
  await expect(page.getByRole('heading', { level: 1, name: '我的清单' })).toBeVisible();
  const before = await followUps(page);

  const open = page.locator('.row-slot').filter({ hasText: '跟踪' }).first();
  await expect(open).toBeVisible();
  const task = await open.getAttribute('data-id');
  const name = (await open.locator('.name').textContent()) ?? '';
  await open.getByRole('button', { name: `记录联系：${name}` }).click();

  const pane = page.getByRole('complementary', { name: '记录联系' });
  await expect(pane.getByRole('heading', { level: 2 })).toContainText(name);
  await picture(page, 'C2.2.5-before');
  await test.step('what is missing is said in words before anything is sent', async () => {
    await pane.getByRole('button', { name: '保存，下一位' }).click();
    await expect(pane.getByRole('alert')).toContainText('请选这次用什么方式联系的');
  });
  await pane.getByRole('group', { name: '方式' }).getByRole('radio', { name: '电话', exact: true }).check();
  await pane.getByRole('group', { name: '结果' }).getByRole('radio', { name: /到本人|本人接/ }).first().check();
  await pane.getByLabel('就业状况').selectOption({ index: 1 });
  await pane.getByLabel('记一句').fill('仍在找工作，愿意做家政');
  await page.keyboard.press('Control+Enter');

  await expect(page.getByText(`已记录：${name}`)).toContainText('办结');
  await expect(page.locator(`[data-id="${task}"]`)).toHaveCount(0);
  await expect.poll(async () => (await followUps(page)).numerator, { message: 'the indicator moves', timeout: 90_000 }).toBe(before.numerator + 1);
  expect((await followUps(page)).denominator).toBe(before.denominator);
  await picture(page, 'C2.2.5-after');

  await test.step('the ledger of the person shows it', async () => {
    await page.getByRole('button', { name: '本月已联系' }).click();
    await page.getByLabel('在清单内查找').fill(name);
    await page.getByRole('button', { name, exact: true }).first().click();
    await expect(page.locator('.timeline')).toContainText('仍在找工作，愿意做家政');
  });
});
