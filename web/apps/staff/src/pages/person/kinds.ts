export const FILTERS = ['all', 'contact', 'service', 'policy', 'data'] as const;
export type Filter = (typeof FILTERS)[number];

const CONTACT = /^(FollowUp|Help|FirstContact|Visit|OutreachDone|Message)/;
const SERVICE = /^(Briefing|Guidance|Job|Recommendation|Training|Intern|Placement|Package|Part|Plan|Assessment|Assistance|Case|Service|Outcome|StartupIntent)/;
const POLICY = /^(Entitlement|Application|Review|Evidence|Payment|Batch|Notice|Account|Recovery|HardToEmploy|Recognition|Unemployment|Registration|Cancel)/;

export type Family = Exclude<Filter, 'all'>;

/** Which of the four families of the timeline an entry kind belongs to (domain.md 5); what nobody did by hand is data. */
export function family(kind: string): Family {
  if (CONTACT.test(kind)) return 'contact';
  if (SERVICE.test(kind)) return 'service';
  return POLICY.test(kind) ? 'policy' : 'data';
}

export const belongs = (kind: string, filter: Filter): boolean => filter === 'all' || family(kind) === filter;

/** What a worker may correct by a new entry: what people write by hand. */
export const correctable = (kind: string): boolean => /^(FollowUpDone|FollowUpAttempted|BriefingGiven|GuidanceGiven|JobRecommended)$/.test(kind);
