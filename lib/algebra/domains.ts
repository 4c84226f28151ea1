import { memoized } from '../manifests/collections';
import { Language } from './language';
import type { Field } from './requirement';

/** What a part of requests may be: a text of a set, or missing. */
export interface Values {
  readonly texts: Language;
  readonly mayBeMissing: boolean;
}

/** Values of headers as proxies see them, repeated headers joined. */
const VALUES = '[\\t -~\\xa1-\\xff]*';
const VISIBLE = '[!-~]*';

/** Where a set is larger than what requests have, something may seem to be left that no request has, but never the reverse. */
const TEXTS: Readonly<Record<Field, string>> = {
  path: '\\/[!"$->@-~]*',
  method: "[!#$%&'*+.^_`|~\\w-]+",
  'host header': VISIBLE,
  header: VALUES,
  'query parameter': VISIBLE,
  claim: VALUES,
  'client address': VISIBLE,
};

/** All values that a part of requests may have. HTTP/2 has methods of any name. */
export const allValuesOf = memoized(
  (field: Field) => field,
  (field): Values => ({
    texts: Language.of({ source: TEXTS[field] }),
    mayBeMissing: field === 'header' || field === 'query parameter' || field === 'claim',
  }),
);
