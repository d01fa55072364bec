import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import type { ReactElement } from 'react';
import { RouterProvider } from 'react-router';
import { ApiError, isStatus } from '../api/problem';
import { useMedia } from './media';
import { prefs, usePrefs } from './prefs';
import { router } from './routes';
import { theme } from './theme';

/** The nonce the server gave this page; antd puts it on the style elements it makes at run time. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;

const client = new QueryClient({
  // A session that ended elsewhere: ask once more who is signed in, and the shell shows the sign-in page.
  queryCache: new QueryCache({ onError: (error) => { if (isStatus(error, 401)) void client.invalidateQueries({ queryKey: ['session'] }); } }),
  defaultOptions: {
    // A request without a network fails at once and says so; one that waits in silence looks like one that was saved.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
    },
  },
});

let spoken = prefs.get().locale;
prefs.listen(() => {
  // Titles of policies, groups and places come from the server in one language.
  if (spoken !== prefs.get().locale) void client.invalidateQueries();
  spoken = prefs.get().locale;
});

export function App(): ReactElement {
  const { large, locale } = usePrefs();
  const coarse = useMedia('(pointer: coarse), (max-width: 767px)');
  return (
    <ConfigProvider theme={theme(large, coarse)} locale={locale === 'en' ? en : zh} button={{ autoInsertSpace: false }} csp={nonce ? { nonce } : undefined}>
      <AntApp component={false} message={{ top: 64 }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
