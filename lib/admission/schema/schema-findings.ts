import type { Finding } from '../../catalogue/finding';
import { IST0106 } from '../../catalogue/istio-traffic-codes';
import { allListed, shown } from '../../catalogue/words';
import { ISTIO_GROUPS } from '../../manifests/kinds';
import { isRecord, type Manifest } from '../../manifests/manifest';
import { type CompiledKind, KINDS, kindOf } from './kinds';
import { nearest } from './nearest';
import { Report, StopChecking } from './report';
import { otherType } from './types';

const TOP_LEVEL = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

const MAP = { type: 'object' } as const;
const TEXT = { type: 'string' } as const;

/**
 * Why the API server refuses an object of Istio's, and which fields it drops, as istioctl and `kubectl apply` report it
 * before istiod sees the object. There are no findings about other objects.
 */
export function schemaFindings(manifest: Manifest): Finding[] {
  if (!ISTIO_GROUPS.includes(manifest.group)) {
    return [];
  }
  const kind = kindOf(manifest);
  if (!kind) {
    return [unknownKind(manifest)];
  }
  const report = new Report(manifest);
  try {
    checkTopLevel(manifest, report);
    checkMetadata(manifest, report);
    checkSpec(manifest, kind, report);
  } catch (error) {
    if (!(error instanceof StopChecking)) {
      throw error;
    }
  }
  return report.findings;
}

function unknownKind(manifest: Manifest): Finding {
  const { group, version, kind } = manifest;
  const groupKinds = KINDS.filter((known) => known.group === group);
  const versions = groupKinds.filter((known) => known.kind === kind).flatMap((known) => known.versions);
  if (versions.length > 0) {
    const text = `has the version ${shown(version)}, which Istio does not serve; use one of ${versions.join(', ')}`;
    return { type: IST0106, object: manifest, field: ['apiVersion'], text };
  }
  const names = groupKinds.map((known) => known.kind);
  const meant = nearest(kind, names);
  const remedy = meant ? `did you mean ${shown(meant)}?` : `use one of ${names.join(', ')}`;
  return {
    type: IST0106,
    object: manifest,
    field: ['kind'],
    text: `is ${shown(kind)}, which is not a kind of ${group}; ${remedy}`,
  };
}

/** istiod refuses fields that a Kubernetes object does not have. (M2) */
function checkTopLevel({ object }: Manifest, report: Report): void {
  for (const name of Object.keys(object)) {
    if (!TOP_LEVEL.includes(name) && object[name] !== undefined) {
      const meant = nearest(name, TOP_LEVEL);
      const remedy = meant ? `did you mean ${shown(meant)}?` : 'remove it';
      report.violation(`is not one of the fields ${allListed(TOP_LEVEL)}; ${remedy}`, name);
    }
  }
}

function checkMetadata({ name, object: { metadata } }: Manifest, report: Report): void {
  if (!isRecord(metadata)) {
    const text = isMissing(metadata) ? 'is missing; add it, with a name' : otherType(metadata, MAP);
    report.violation(text, 'metadata');
    return;
  }
  if (name === '') {
    const isUnset = isMissing(metadata.name) || metadata.name === '';
    const text = isUnset ? 'is missing; add it' : otherType(metadata.name, TEXT);
    report.violation(text, 'metadata', 'name');
  }
  for (const field of ['labels', 'annotations']) {
    checkTexts(metadata[field], report, 'metadata', field);
  }
}

/** A map of strings. A null is an empty map. */
function checkTexts(map: unknown, report: Report, ...path: string[]): void {
  if (isMissing(map)) {
    return;
  }
  if (!isRecord(map)) {
    report.violation(otherType(map, MAP), ...path);
    return;
  }
  for (const [key, value] of Object.entries(map)) {
    if (typeof value !== 'string' && !isMissing(value)) {
      report.violation(otherType(value, TEXT), ...path, key);
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
