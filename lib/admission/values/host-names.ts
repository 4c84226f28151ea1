import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { isDnsLabel, MAX_LABEL_LENGTH } from './names';

/** In characters, as DNS has it. */
const MAX_DOMAIN_LENGTH = 255;

/** A fully qualified domain name without a wildcard, whose last label is not a number. (M2) */
export function isFqdn(value: string): boolean {
  return value !== '' && value.length <= MAX_DOMAIN_LENGTH && areDomainLabels(value);
}

/** A fully qualified domain name whose first label may be, or begin with, `*`; or `*` alone. (M2) */
export function isWildcardDomain(value: string): boolean {
  const dot = value.indexOf('.');
  const first = dot < 0 ? value : value.slice(0, dot);
  return (
    value.length <= MAX_DOMAIN_LENGTH &&
    first.length <= MAX_LABEL_LENGTH &&
    (first === '*' || isDnsLabel(first.replace(/^\*-?/, ''))) &&
    (dot < 0 || areDomainLabels(value.slice(dot + 1)))
  );
}

/** A dot may end the name, as in DNS. */
function areDomainLabels(value: string): boolean {
  const labels = value.split('.');
  if (labels.at(-1) === '') {
    labels.pop();
  } else if (/^\d+$/.test(labels.at(-1) ?? '')) {
    return false;
  }
  return labels.every(isDnsLabel);
}

export function hostProblems(field: FieldPath, value: string): readonly Problem[] {
  if (isWildcardDomain(value)) {
    return NO_PROBLEMS;
  }
  const remedy = 'write a name such as "shop.example.com", "*.example.com" or "*"';
  return [{ field, message: `"${value}" is not a host name; ${remedy}` }];
}

/** A host behind `NAMESPACE/`, as Gateways and Sidecars write it. Istio asks for a dot, and for whole labels behind `*`. */
export function qualifiedHostProblems(field: FieldPath, entry: string): readonly Problem[] {
  const host = entry.slice(entry.indexOf('/') + 1);
  if (!host.includes('.')) {
    return [
      { field, message: `"${entry}" has no dot in the host; write the full name, or "*" for all hosts` },
    ];
  }
  if (/^\*[^.]/.test(host)) {
    return [{ field, message: partialWildcardMessage(entry) }];
  }
  return hostProblems(field, host);
}

export function partialWildcardMessage(host: string): string {
  return `"${host}" has "*" as a part of a label; write "*." followed by whole labels`;
}
