import type { ConfigProviderProps } from 'antd';

type Theme = NonNullable<ConfigProviderProps['theme']>;

/** antd's tokens from ours (shared/tokens.css). antd computes shades from the values, so variables cannot stand here. */
export function theme(large: boolean, coarse: boolean): Theme {
  const control = large || coarse ? 44 : 36;
  return {
    token: {
      colorPrimary: '#0f5c7e', colorInfo: '#0f5c7e', colorSuccess: '#1b7340', colorWarning: '#8f5200', colorError: '#b3261e',
      colorText: '#17212b', colorTextSecondary: '#46545f', colorTextTertiary: '#5e6c78', colorTextPlaceholder: '#5e6c78',
      colorTextDisabled: '#5e6c78', colorBorder: '#7e8c99', colorBorderSecondary: '#dde3e8', colorLink: '#0f5c7e',
      borderRadius: 6, borderRadiusLG: 8, fontSize: large ? 16 : 14, controlHeight: control, controlHeightLG: 44,
      fontFamily: 'var(--font)', motion: false, boxShadow: '0 4px 16px rgba(23, 33, 43, 0.18)', boxShadowSecondary: '0 8px 28px rgba(23, 33, 43, 0.18)',
      wireframe: false,
    },
    components: { Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 400 } },
  };
}
