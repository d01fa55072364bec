import { Drawer } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { usePhone } from '../app/media';
import { overlays } from './overlays';

interface Props {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  footer?: ReactNode;
  children: ReactNode;
}

/** The one sheet beside the page: traps focus, closes with Esc and gives focus back. From below on a phone. */
export function SideSheet({ title, open, onClose, footer, children }: Props): ReactElement {
  const phone = usePhone();
  return (
    <Drawer title={title} open={open} onClose={onClose} footer={footer} getContainer={overlays} destroyOnHidden
      placement={phone ? 'bottom' : 'right'} size={phone ? '92%' : 440} classNames={{ body: 'sheet-body', footer: 'sheet-foot' }}>
      {children}
    </Drawer>
  );
}
