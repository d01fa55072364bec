import type { components, operations } from '../../../../shared/api';

type Schemas = components['schemas'];
type Body<Name extends keyof operations> = operations[Name] extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
type Query<Name extends keyof operations> = NonNullable<operations[Name] extends { parameters: { query?: infer Q } } ? Q : never>;

export type Application = Schemas['Application'];
export type Condition = Schemas['Condition'];
export type Determination = Schemas['Determination'];
export type Division = Schemas['Division'];
export type Entry = Schemas['Entry'];
export type Fact = Schemas['Fact'];
export type Indicator = Schemas['Indicator'];
export type Indicators = Schemas['Indicators'];
export type Package = Schemas['Package'];
export type Path = Schemas['Path'];
export type Person = Schemas['Person'];
export type PersonRow = Schemas['PersonRow'];
export type Problem = Schemas['Problem'];
export type Questions = Schemas['Questions'];
export type Recorded = Schemas['Recorded'];
export type Report = Schemas['Report'];
export type Screened = Schemas['Screened'];
export type Session = Schemas['Session'];
export type WorkItem = Schemas['WorkItem'];
export type WorkItems = Schemas['WorkItems'];

export type NewEntry = Body<'recordEntry'>;
export type RevealField = Body<'revealField'>['field'];
export type ReviewVerdict = Body<'reviewApplication'>['verdict'];
export type Search = Body<'searchPersons'>;
export type SubjectFilter = Query<'indicatorSubjects'>;
export type WorkFilter = Query<'workItems'>;
export type WorkSearch = Body<'searchWorkItems'>;
export type Chip = keyof WorkItems['counts'];
