import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import { roleTitle } from '../../app/roles';
import { sessionQuery, useSession } from '../../app/session';
import { Chip } from '../../ui/Chip';
import { Failed } from '../../ui/States';

/** Posts one stands in for; everything on screen belongs to the post taken. */
export function Posts(): ReactElement | null {
  const { t } = useTranslation();
  const { posts, today } = useSession();
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: api.takePost,
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
  if (posts.length === 0) return null;
  const own = !posts.some((post) => post.current);
  return (
    <section className="card" aria-labelledby="me-posts">
      <h2 id="me-posts">{t('post.title')}</h2>
      <ul className="lines">
        <li>
          <p><strong>{t('post.own')}</strong> {own && <Chip tone="ok">{t('post.current')}</Chip>}</p>
          {!own && <button type="button" className="btn" onClick={() => take.mutate(null)}>{t('post.back')}</button>}
        </li>
        {posts.map((post) => (
          <li key={post.id}>
            <div>
              <p><strong>{joined(post.division.name, roleTitle(post.role, t))}</strong> {post.current && <Chip tone="ok">{t('post.current')}</Chip>}</p>
              <p className="hint">{joined(post.stands_for && t('post.for', { name: post.stands_for }), post.to && t('post.until', { day: day(post.to, today) }))}</p>
            </div>
            {!post.current && <button type="button" className="btn" onClick={() => take.mutate(post.id)}>{t('post.take')}</button>}
          </li>
        ))}
      </ul>
      {take.error && <Failed error={take.error} />}
    </section>
  );
}
