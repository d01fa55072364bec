import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, instant } from '../../../../../shared/format';
import { api } from '../../api/client';
import type { Report } from '../../api/types';
import { useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { Icon } from '../../ui/Icon';
import { Empty, Failed, Waiting } from '../../ui/States';

/** Summary reports: ask for one as of a day, take it away as a file. Its numbers come from a stored run. */
export default function ReportsPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('reports.title'));
  const [waiting, setWaiting] = useState<string | null>(null);
  const list = useQuery({
    queryKey: ['reports'],
    queryFn: ({ signal }) => api.reports(signal),
    // A report asked for appears in the list once it is written; until then the list is asked again.
    refetchInterval: (query) => (waiting && !query.state.data?.items.some((report) => report.id === waiting) ? 2000 : false),
  });
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>{t('reports.title')}</h1>
      <p className="lead">{t('reports.lead')}</p>
      <NewReport done={list.data?.items.some((report) => report.id === waiting) ?? false} onQueued={setWaiting} />
      <section className="card flush" aria-labelledby="report-list">
        <h2 id="report-list" className="card-note">{t('reports.list')}</h2>
        {list.isPending && <Waiting rows={3} height={44} />}
        {list.error && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.items.length === 0 && <Empty title={t('reports.none')}><p>{t('reports.none_text')}</p></Empty>}
        {list.data && list.data.items.length > 0 && <ReportTable reports={list.data.items} />}
      </section>
    </div>
  );
}

function NewReport({ done, onQueued }: { done: boolean; onQueued: (id: string) => void }): ReactElement {
  const { t } = useTranslation();
  const { account, today } = useSession();
  const client = useQueryClient();
  const own = account.division;
  const tree = useQuery({ queryKey: ['division', own.code], queryFn: ({ signal }) => api.division(own.code, signal) });
  const [division, setDivision] = useState(own.code);
  const [asOf, setAsOf] = useState(today);
  const key = useRef(crypto.randomUUID());
  const make = useMutation({
    mutationFn: () => api.createReport(division, asOf, key.current),
    onSuccess: ({ report_id }) => {
      onQueued(report_id);
      key.current = crypto.randomUUID();
      void client.invalidateQueries({ queryKey: ['reports'] });
    },
  });
  return (
    <form className="card form-row" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
      <label>{t('reports.division')}
        <select className="input" value={division} onChange={(event) => { key.current = crypto.randomUUID(); setDivision(event.target.value); }}>
          <option value={own.code}>{own.name}</option>
          {tree.data?.children.map((child) => <option key={child.code} value={child.code}>{child.name}</option>)}
        </select>
      </label>
      <label>{t('asof.label')}
        <input className="input" type="date" max={today} value={asOf} required onChange={(event) => { key.current = crypto.randomUUID(); setAsOf(event.target.value); }} />
      </label>
      <button type="submit" className="btn primary" disabled={make.isPending}>{t(make.isPending ? 'reports.making' : 'reports.make')}</button>
      <p className="hint" role="status">{t(make.isSuccess ? (done ? 'reports.ready' : 'reports.queued') : 'reports.parts')}</p>
      {make.error && <Failed error={make.error} safe={t('error.kept')} />}
    </form>
  );
}

/** A report names its unit by code. */
function DivisionName({ code }: { code: string }): ReactElement {
  const { data } = useQuery({ queryKey: ['division', code], queryFn: ({ signal }) => api.division(code, signal), staleTime: Infinity });
  return <>{data?.name ?? code}</>;
}

function ReportTable({ reports }: { reports: Report[] }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('reports.list')}>
      <table className="table">
        <thead><tr><th scope="col">{t('reports.division')}</th><th scope="col">{t('asof.label')}</th><th scope="col">{t('reports.created')}</th><th scope="col">{t('reports.files')}</th></tr></thead>
        <tbody>
          {reports.map((report) => (
            <tr key={report.id}>
              <th scope="row"><DivisionName code={report.division} /></th>
              <td>{day(report.as_of)}</td>
              <td>{instant(report.created_at, today)}</td>
              <td>
                {report.files.map((file) => (
                  <a key={file.format} className="btn small" href={file.href} download aria-label={t('reports.download_of', { division: report.division, format: file.format })}>
                    <Icon name="down" />{t(`reports.format.${file.format}` as 'reports.format.docx')}
                  </a>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
