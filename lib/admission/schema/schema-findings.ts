import type { Finding } from '../../catalogue/finding';
import { shown } from '../../catalogue/words';
import type { IstioVersion } from '../../istiod/istio-version';
import { ISTIO_GROUPS } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { nearest } from '../../manifests/nearest';
import { type CompiledKind, ISTIO_KINDS, KINDS, kindOf } from './kind-schemas';
import { unknownField } from './maps';
import { checkMetadata } from './metadata-checks';
import { successorOf } from './removed-kinds';
import { Report, StopChecking } from './report';

const TOP_LEVEL = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/**
 * Why the API server refuses an object, as istioctl and `kubectl apply` report it before istiod sees the object: all of an
 * object of Istio's, and the metadata of Kubernetes' own objects.
 *
 * @param stored the same object as the API server stores it, which the findings are about
 */
export function schemaFindings(manifest: Manifest, istio: IstioVersion, stored = manifest): Finding[] {
  return reportOn(manifest, istio, stored)?.findings ?? [];
}

/** The values of an object that are of another type than the schema has, so that nothing else can be said of them. */
export function wrongTypes(manifest: Manifest, istio: IstioVersion): Finding[] {
  return reportOn(manifest, istio, manifest)?.wrongTypes ?? [];
}

function reportOn(manifest: Manifest, istio: IstioVersion, stored: Manifest): Report | undefined {
  const check = checkOf(manifest);
  if (!check) {
    return undefined;
  }
  const report = new Report(stored, [], kindOf(manifest, istio)?.object);
  try {
    check(manifest, report, istio);
  } catch (error) {
    if (!(error instanceof StopChecking)) {
      throw error;
    }
  }
  return report;
}

/** The names of Istio's kinds. */
const NAMES: ReadonlySet<string> = new Set(ISTIO_KINDS.map(({ kind }) => kind));

type ObjectCheck = (manifest: Manifest, report: Report, istio: IstioVersion) => void;

function checkOf({ group, kind }: Manifest): ObjectCheck | undefined {
  if (ISTIO_GROUPS.includes(group)) {
    return checkIstioObject;
  }
  if (NAMES.has(kind) && (group.includes('istio') || !group.includes('.'))) {
    return reportGroup;
  }
  if (successorOf({ group, kind }) !== undefined) {
    return reportKind;
  }
  return isOfKubernetes(group) && !kind.endsWith('List') ? checkMetadata : undefined;
}

/** Whether Kubernetes has the group, or its special interest groups have it. Files of `config` groups are not objects. */
function isOfKubernetes(group: string): boolean {
  return !group.includes('.') || (group.endsWith('.k8s.io') && !group.endsWith('.config.k8s.io'));
}

function checkIstioObject(manifest: Manifest, report: Report, istio: IstioVersion): void {
  const kind = kindOf(manifest, istio);
  if (!kind) {
    reportKind(manifest, report);
    return;
  }
  checkTopLevel(manifest, report);
  checkMetadata(manifest, report);
  checkSpec(manifest, kind, report);
}

function reportGroup({ group, kind }: Manifest, report: Report): void {
  const known = KINDS.filter((one) => one.kind === kind);
  const versions = known.flatMap((one) => one.versions.map((version) => `${one.group}/${version}`));
  const remedy = versions.length === 1 ? `use ${versions[0]}` : `use one of ${versions.join(', ')}`;
  report.violation(
    `has the group ${shown(group)}, which does not have the kind ${kind}; ${remedy}`,
    'apiVersion',
  );
}

function reportKind(manifest: Manifest, report: Report): void {
  const { group, version, kind } = manifest;
  const successor = successorOf(manifest);
  if (successor !== undefined) {
    const text = `is ${shown(kind)} of ${group}, which Istio has removed, so the API server refuses it; use ${successor}`;
    report.violation(text, 'kind');
    return;
  }
  const groupKinds = KINDS.filter((known) => known.group === group);
  const versions = groupKinds.filter((known) => known.kind === kind).flatMap((known) => known.versions);
  if (versions.length > 0) {
    const served = `use one of ${versions.join(', ')}`;
    report.violation(
      `has the version ${shown(version)}, which Istio does not serve; ${served}`,
      'apiVersion',
    );
    return;
  }
  if (NAMES.has(kind)) {
    reportGroup(manifest, report);
    return;
  }
  const names = groupKinds.map((known) => known.kind);
  const meant = nearest(kind, names);
  const remedy = meant ? `did you mean ${shown(meant)}?` : `use one of ${names.join(', ')}`;
  report.violation(`is ${shown(kind)}, which is not a kind of ${group}; ${remedy}`, 'kind');
}

function checkTopLevel({ object }: Manifest, report: Report): void {
  for (const name in object) {
    if (!TOP_LEVEL.includes(name) && object[name] !== undefined) {
      unknownField(name, TOP_LEVEL, report);
    }
  }
}

function checkSpec({ object: { spec } }: Manifest, kind: CompiledKind, report: Report): void {
  if (!isMissing(spec)) {
    report.enter('spec');
    kind.checkSpec(spec, report);
    report.leave();
  } else if (kind.required) {
    report.violation('is missing; add it', 'spec');
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}
