import type { ReactElement } from 'react';
import { useRouteError } from 'react-router';
import { Failed } from '../ui/States';

/** A page that could not be shown: words and a way back instead of a blank window. */
export function Broken(): ReactElement {
  return (
    <div className="page">
      <Failed error={useRouteError()} onRetry={() => window.location.reload()} />
    </div>
  );
}
