import { defineConfig } from '@playwright/test';
import { artifacts, url } from './demo';

// One worker: the server and the browser share two cores, and the journeys read what the one before wrote.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: `${artifacts}/results`,
  workers: 1,
  timeout: 150_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  globalSetup: './start.ts',
  use: {
    baseURL: url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    contextOptions: { reducedMotion: 'reduce' },
    deviceScaleFactor: 1,
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN'],
    },
  },
});
