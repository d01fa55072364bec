import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['shared/**/*.test.ts', 'apps/**/*.test.{ts,tsx}'], environment: 'node' } });
