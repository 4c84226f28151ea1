import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';

const DNS_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_LABEL = new RegExp(DNS_NAME, 'i');
const KUBERNETES_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const DNS_SUBDOMAIN = new RegExp(KUBERNETES_NAME, 'i');
const SERVICE_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** In characters: the limit of Kubernetes for DNS subdomains. */
const MAX_NAME_LENGTH = 253;

/** What Kubernetes accepts as the value of a label, and as its name without the prefix. */
export const LABEL = /^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$/i;
/** In characters: the limit of DNS for a label. */
export const MAX_LABEL_LENGTH = 63;

const AT_BOTH_ENDS = 'with a letter or digit at both ends';

export function isDnsLabel(value: string): boolean {
  return DNS_LABEL.test(value);
}

/** Istio accepts upper-case letters, too. */
export function dnsLabelProblems(field: FieldPath, value: string): readonly Problem[] {
  if (isDnsLabel(value)) {
    return NO_PROBLEMS;
  }
  const message = `"${value}" is not a DNS label; use at most 63 letters, digits and "-", ${AT_BOTH_ENDS}`;
  return [{ field, message }];
}

export function isDnsName(value: string): boolean {
  return DNS_NAME.test(value);
}

/** The name of an object that must be a DNS label in lower case: a Namespace, a Service, a Gateway. */
export function dnsNameProblems(field: FieldPath, value: string): readonly Problem[] {
  if (isDnsName(value)) {
    return NO_PROBLEMS;
  }
  const rule = `use at most 63 lower-case letters, digits and "-", ${AT_BOTH_ENDS}`;
  return [{ field, message: `"${value}" is not a valid name here; ${rule}` }];
}

/** Like the name of an object, with upper-case letters, too. */
export function isDnsSubdomain(value: string): boolean {
  return DNS_SUBDOMAIN.test(value) && value.length <= MAX_NAME_LENGTH;
}

export function isKubernetesName(value: string): boolean {
  return KUBERNETES_NAME.test(value) && value.length <= MAX_NAME_LENGTH;
}

/** The name of an object of most kinds. */
export function kubernetesNameProblems(field: FieldPath, value: string): readonly Problem[] {
  if (isKubernetesName(value)) {
    return NO_PROBLEMS;
  }
  const rule = `use lower-case letters, digits, "-" and ".", ${AT_BOTH_ENDS}`;
  return [{ field, message: `"${value}" is not a Kubernetes name; ${rule}` }];
}

/** The name of a Service, which may not begin with a digit. */
export function serviceNameProblems(field: FieldPath, value: string): readonly Problem[] {
  if (SERVICE_NAME.test(value)) {
    return NO_PROBLEMS;
  }
  const rule = 'use at most 63 lower-case letters, digits and "-", with a letter first and no "-" at the end';
  return [{ field, message: `"${value}" is not the name of a Service; ${rule}` }];
}

/** `name` or `prefix/name`, as the keys of labels are. */
export function isQualifiedName(value: string): boolean {
  const slash = value.indexOf('/');
  const name = slash < 0 ? value : value.slice(slash + 1);
  return (
    LABEL.test(name) &&
    name.length <= MAX_LABEL_LENGTH &&
    (slash < 0 || isKubernetesName(value.slice(0, slash)))
  );
}
