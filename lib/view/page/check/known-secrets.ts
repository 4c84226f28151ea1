import {
  certificateKeyIn,
  NO_CERTIFICATE_IN,
  pemIn,
  WITHOUT_CERTIFICATE,
} from '../../../checks/common/certificate-keys';
import type { CertificateProblem } from '../../../checks/rule';
import { groupedBy } from '../../../manifests/collections';
import { fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { SECRET } from '../../../manifests/kinds';
import { isOf, isRecord, type Manifest, type Origin } from '../../../manifests/manifest';
import { nameOf } from '../../../routing/words/describe-parts';
import { LEFT_OUT, type SecretFacts } from '../page-data';

/** Manifests to be checked where the values of Secrets are not known. */
export interface KnownManifests {
  readonly manifests: readonly Manifest[];
  readonly certificateProblem: CertificateProblem;
}

const FIELDS = ['data', 'stringData'] as const;

/** The names of the entries of a Secret. */
export function entriesOf({ object }: Manifest): string[] {
  return FIELDS.flatMap((field) =>
    Object.keys(fieldsOf(object[field])).map((name) => `${field}.${name}`),
  ).sort();
}

/**
 * Manifests with what was found out about their Secrets. Of a Secret that was written or changed here, only what is typed is
 * known.
 */
export function withFacts(manifests: readonly Manifest[], facts: readonly SecretFacts[]): KnownManifests {
  const secrets = manifests.filter((manifest) => isOf(SECRET, manifest));
  const told = new Map<Origin, SecretFacts>();
  const factsByPlace = groupedBy(facts, ({ file, object }) => placeOf(file, object));
  for (const [place, own] of groupedBy(secrets, (secret) => placeOf(secret.origin.file, nameOf(secret)))) {
    const known = factsByPlace.get(place) ?? [];
    for (const [i, secret] of own.entries()) {
      // Of several with one name in a file, one may be gone, and nobody knows which.
      const fact = known.length === own.length ? known[i] : undefined;
      if (fact && isAsItWas(secret, fact)) {
        told.set(secret.origin, fact);
      }
    }
  }
  return {
    manifests: manifests.map((manifest) => withContents(manifest, told.get(manifest.origin))),
    certificateProblem: (secret) => {
      const fact = told.get(secret.origin);
      return fact ? fact.certificate : problemInTyped(secret);
    },
  };
}

function placeOf(file: string | undefined, object: string): string {
  return `${file ?? ''} ${object}`;
}

/** Whether all values of a Secret are those that were left out. */
function isAsItWas(secret: Manifest, { entries }: SecretFacts): boolean {
  return (
    entriesOf(secret).join() === entries.join() &&
    FIELDS.every((field) => valuesIn(secret.object[field]).every((value) => value === LEFT_OUT))
  );
}

function valuesIn(data: unknown): unknown[] {
  return isRecord(data) ? Object.values(data) : data === undefined ? [] : [data];
}

/** Secrets of one name are copies of each other, or they are not. */
function withContents(manifest: Manifest, facts: SecretFacts | undefined): Manifest {
  if (facts?.contents === undefined) {
    return manifest;
  }
  const standIn = (value: unknown) => (value === LEFT_OUT ? `${LEFT_OUT} ${facts.contents}` : value);
  const fields = Object.entries(manifest.object).map(([field, value]) => [
    field,
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, standIn(entry)]))
      : standIn(value),
  ]);
  return { ...manifest, object: Object.fromEntries(fields) };
}

/** What is certainly wrong with what somebody has typed. The contents of a certificate are not read. */
function problemInTyped({ object }: Manifest): string | undefined {
  const writtenIn = (field: (typeof FIELDS)[number], name: string) =>
    textOrEmpty(fieldsOf(object[field])[name]);
  const key = certificateKeyIn((name) => FIELDS.some((field) => writtenIn(field, name) !== ''));
  if (key === undefined) {
    return WITHOUT_CERTIFICATE;
  }
  const plain = writtenIn('stringData', key);
  const typed = plain === '' ? decoded(writtenIn('data', key)) : plain;
  const isUnknown = typed === undefined || typed === LEFT_OUT;
  return isUnknown || pemIn(typed) !== undefined ? undefined : NO_CERTIFICATE_IN(key);
}

/** Undefined for what is left out, and for what is not in base64. */
function decoded(data: string): string | undefined {
  try {
    return atob(data);
  } catch {
    return undefined;
  }
}
