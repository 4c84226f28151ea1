import { shown } from '../../catalogue/words';
import { ISTIO_GROUPS, isKnownKind } from '../../manifests/kinds';
import { isRecord, type Manifest } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { isLabelValue, labelValueProblems } from '../values/labels';
import {
  dnsNameProblems,
  isDnsName,
  isKubernetesName,
  isQualifiedName,
  kubernetesNameProblems,
  serviceNameProblems,
} from '../values/names';
import { byteCount } from '../values/texts';
import { checkMetadataFields } from './object-meta';
import type { Report } from './report';
import { otherType } from './types';

type Texts = Readonly<Record<string, string | null>>;

/** Fields of `metadata`, each of the right type or missing. */
interface Metadata {
  readonly name?: string | null;
  readonly generateName?: string | null;
  readonly namespace?: string | null;
  readonly labels?: Texts | null;
  readonly annotations?: Texts | null;
  readonly finalizers?: readonly string[] | null;
  readonly ownerReferences?: readonly Owner[] | null;
}

interface Owner {
  readonly apiVersion?: string | null;
  readonly kind?: string | null;
  readonly name?: string | null;
  readonly uid?: string | null;
  readonly controller?: boolean | null;
}

/** The length of all keys and values of annotations together, in bytes. */
const MAX_ANNOTATIONS = 256 * 1024;

/** Why the API server refuses the metadata of an object, whatever its kind. */
export function checkMetadata(manifest: Manifest, report: Report): void {
  const metadata = manifest.object.metadata ?? undefined;
  if (!isRecord(metadata)) {
    const isMissing = metadata === undefined;
    report.violation(
      isMissing ? 'is missing; add it, with a name' : otherType(metadata, { type: 'object' }),
      'metadata',
    );
    return;
  }
  report.enter('metadata');
  const before = report.violations;
  checkMetadataFields(metadata, report);
  if (report.violations === before) {
    checkNames(manifest, metadata, report);
    checkLabels(metadata, report);
    checkAnnotations(metadata, report);
    checkFinalizers(metadata, report);
    checkOwners(metadata, report);
  }
  report.leave();
}

function checkNames(manifest: Manifest, { name, generateName, namespace }: Metadata, report: Report): void {
  if (!name && !generateName) {
    report.violation('is missing; add it', 'name');
  }
  // The webhook of istiod has rules of its own for the names of Istio's objects.
  const isSurelyFine = !name || (isKubernetesName(name) && !hasStricterNames(manifest));
  if (!isSurelyFine && !ISTIO_GROUPS.includes(manifest.group)) {
    reportAll(nameProblems(manifest, 'name', name), report);
  }
  if (generateName) {
    // Kubernetes appends characters, and only a "-" may stand before them that may not stand at the end.
    const example = generateName.endsWith('-') ? `${generateName}a` : generateName;
    if (nameProblems(manifest, 'generateName', example).length > 0) {
      reportAll(nameProblems(manifest, 'generateName', generateName), report);
    }
  }
  if (namespace && !isDnsName(namespace)) {
    reportAll(dnsNameProblems(['namespace'], namespace), report);
  }
}

/** Whether the names are DNS labels, which have no dots. */
function hasStricterNames({ group, kind }: Manifest): boolean {
  return group === '' && (kind === 'Service' || kind === 'Namespace');
}

function nameProblems(manifest: Manifest, field: string, name: string): readonly Problem[] {
  if (hasStricterNames(manifest)) {
    return manifest.kind === 'Service' ? serviceNameProblems([field], name) : dnsNameProblems([field], name);
  }
  // Some other kinds have looser rules: the names of roles may have colons.
  return isKnownKind(manifest) ? kubernetesNameProblems([field], name) : NO_PROBLEMS;
}

function reportAll(problems: readonly Problem[], report: Report): void {
  for (const { field, message } of problems) {
    report.violation(message, ...field);
  }
}

const QUALIFIED =
  'write "name" or "prefix/name", where the name has at most 63 letters, digits, "-", "_" and ".", and the prefix is a DNS name';

function checkLabels({ labels }: Metadata, report: Report): void {
  for (const key in labels) {
    if (!isQualifiedName(key)) {
      report.violation(`has the key ${shown(key)}, which is not the name of a label; ${QUALIFIED}`, 'labels');
    }
    const value = labels[key];
    if (value && !isLabelValue(value)) {
      reportAll(labelValueProblems(['labels', key], value), report);
    }
  }
}

function checkAnnotations({ annotations }: Metadata, report: Report): void {
  let length = 0;
  for (const key in annotations) {
    // Upper case is fine in the prefix, too.
    if (!isQualifiedName(key) && !isQualifiedName(key.toLowerCase())) {
      const text = `has the key ${shown(key)}, which is not the name of an annotation; ${QUALIFIED}`;
      report.violation(text, 'annotations');
    }
    length += key.length + (annotations[key]?.length ?? 0);
  }
  // No character has more than three bytes for each of its UTF-16 units.
  if (3 * length > MAX_ANNOTATIONS && bytesOf(annotations ?? {}) > MAX_ANNOTATIONS) {
    report.violation(`has more than ${MAX_ANNOTATIONS} bytes in all; shorten the values`, 'annotations');
  }
}

function bytesOf(annotations: Texts): number {
  return Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + byteCount(key) + byteCount(value ?? ''),
    0,
  );
}

function checkFinalizers({ finalizers }: Metadata, report: Report): void {
  if (!finalizers) {
    return;
  }
  for (const [i, finalizer] of finalizers.entries()) {
    if (!isQualifiedName(finalizer)) {
      report.violation(`is ${shown(finalizer)}; ${QUALIFIED}`, 'finalizers', i);
    }
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    report.violation('has both "orphan" and "foregroundDeletion"; keep one of them', 'finalizers');
  }
}

const OWNER_FIELDS = ['apiVersion', 'kind', 'name', 'uid'] as const;

function checkOwners({ ownerReferences }: Metadata, report: Report): void {
  if (!ownerReferences) {
    return;
  }
  let controller: number | undefined;
  for (const [i, owner] of ownerReferences.entries()) {
    for (const field of OWNER_FIELDS) {
      if (!owner[field]) {
        report.violation('is missing; add it', 'ownerReferences', i, field);
      }
    }
    const { apiVersion, kind } = owner;
    if (apiVersion && !/^[^/]*(\/[^/]+)?$/.test(apiVersion)) {
      report.violation(`is ${shown(apiVersion)}; write "group/version"`, 'ownerReferences', i, 'apiVersion');
    }
    if (apiVersion === 'v1' && kind === 'Event') {
      report.violation('is "Event", which cannot own objects; remove it', 'ownerReferences', i, 'kind');
    }
    if (owner.controller && controller !== undefined) {
      const text = `is true in item ${controller}, too; an object has only one controller`;
      report.violation(text, 'ownerReferences', i, 'controller');
    }
    controller ??= owner.controller ? i : undefined;
  }
}
