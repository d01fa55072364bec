import { useEffect, useId, useState, type ReactElement } from 'react';
import { instant } from '../../../../shared/format';
import { useSession } from '../app/session';

const MINUTE_MS = 60_000;

/** Account and time over every page with names, on the screen and on paper: a photograph tells whose it was. */
export function Watermark(): ReactElement {
  const { account } = useSession();
  const id = useId();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <svg className="watermark" aria-hidden="true" data-account={account.login}>
      <pattern id={id} width="320" height="200" patternUnits="userSpaceOnUse" patternTransform="rotate(-18)">
        <text x="10" y="60">{account.name} {account.login}</text>
        <text x="10" y="80">{instant(now.toISOString())}</text>
        <text x="170" y="160">{account.name} {account.login}</text>
        <text x="170" y="180">{instant(now.toISOString())}</text>
      </pattern>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
