import { certificateProblem } from '../../checks/common/certificate';
import { groupedBy, isSameData } from '../../manifests/collections';
import { SECRET } from '../../manifests/kinds';
import { isOf, LAST_APPLIED, type Manifest } from '../../manifests/manifest';
import { nameOf } from '../../routing/words/describe-parts';
import { entriesOf } from '../page/check/known-secrets';
import type { SecretFacts } from '../page/page-data';
import { PUBLIC_FIELDS } from './safe-text';

/** A Secret, and the name of the file of the page that it is in. */
interface PlacedSecret {
  readonly secret: Manifest;
  readonly file: string;
}

/**
 * What `check` reads in Secrets, in words that tell nothing of what is in them.
 *
 * @param fileOf the name of the file of the page that an object is in
 */
export function secretFactsOf(
  manifests: readonly Manifest[],
  fileOf: (manifest: Manifest) => string,
): SecretFacts[] {
  const now = Date.now();
  const placed = manifests
    .filter((manifest) => isOf(SECRET, manifest))
    .map((secret): PlacedSecret => ({ secret, file: fileOf(secret) }));
  const byName = groupedBy(placed, ({ secret }) => nameOf(secret));
  return placed.map((one) => factsOf(one, byName.get(nameOf(one.secret)) ?? [], now));
}

function factsOf(
  { secret, file }: PlacedSecret,
  namesakes: readonly PlacedSecret[],
  now: number,
): SecretFacts {
  const certificate = certificateProblem(secret, now);
  const contents = namesakes.findIndex((other) => isSameData(hiddenIn(other.secret), hiddenIn(secret)));
  return {
    file,
    object: nameOf(secret),
    entries: entriesOf(secret),
    ...(certificate === undefined ? {} : { certificate }),
    ...(namesakes.length > 1 ? { contents } : {}),
  };
}

/** What a page does not have of a Secret. */
function hiddenIn({ object, annotations }: Manifest): unknown {
  const fields = Object.entries(object).filter(([name]) => !PUBLIC_FIELDS.includes(name));
  return { ...Object.fromEntries(fields), applied: annotations[LAST_APPLIED] };
}
