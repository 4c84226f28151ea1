import { istioVersionOf, NEWEST_VERSION } from '../istiod/istio-version';
import { givenMeshConfig } from '../istiod/mesh-config';
import { DEFAULT_PROFILE, PROFILES } from '../istiod/profile/profiles';
import { fieldsOf } from '../manifests/fields';
import type { AppNotes } from '../manifests/files';
import { isMistake } from '../manifests/is-mistake';
import { SECRET } from '../manifests/kinds';
import { isOf, isRecord, LAST_APPLIED, type Manifest, UNREAD_METADATA } from '../manifests/manifest';
import { objectsOf } from '../manifests/read-yaml';
import { whyNoObject } from '../manifests/why-no-object';
import type { Surroundings, Told } from './surroundings';

/** The first field, which says what the file is. */
const ABOUT =
  'cdk8s-istio: what the app says of its mesh. MeshApp writes it, and check, trace, diff, tests and the matchers read it.';
const FIELDS = ['about', 'istio', 'profile', 'meshConfig', 'ignore', 'context'];

/** The notes of an app about its surroundings; undefined if all of them are the defaults. */
export function notesText({ istio, profile, meshConfig, ignore, context }: Surroundings): string | undefined {
  const objects = new Map(context.map(existing).map((object) => [JSON.stringify(object), object]));
  const said = {
    istio: istio === NEWEST_VERSION ? undefined : istio,
    profile: profile === DEFAULT_PROFILE ? undefined : profile,
    meshConfig,
    ignore: ignore.length === 0 ? undefined : ignore,
    context: objects.size === 0 ? undefined : [...objects.values()],
  };
  const isSaid = Object.values(said).some((value) => value !== undefined);
  return isSaid ? `${JSON.stringify({ about: ABOUT, ...said }, undefined, 2)}\n` : undefined;
}

/** An object elsewhere without what only the API server writes. Of a Secret, only its existence may be written down. */
export function existing(manifest: Manifest): Manifest['object'] {
  const { status: _, ...object } = manifest.object;
  if (isOf(SECRET, manifest)) {
    const { apiVersion, kind, name, namespace } = manifest;
    return { apiVersion, kind, metadata: { name, namespace } };
  }
  if (!isRecord(object.metadata)) {
    return object;
  }
  const { annotations, ...metadata } = withoutKeys(object.metadata, UNREAD_METADATA);
  const written = withoutKeys(fieldsOf(annotations), [LAST_APPLIED]);
  const isEmpty = Object.keys(written).length === 0;
  return { ...object, metadata: { ...metadata, ...(isEmpty ? {} : { annotations: written }) } };
}

function withoutKeys(
  map: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/**
 * What apps have noted about their surroundings.
 *
 * @throws Error if a file is not what `MeshApp` writes
 */
export function toldIn(notes: readonly AppNotes[]): Told[] {
  return notes.map(({ file, text }) => ({ from: file, surroundings: surroundingsOf(file, text) }));
}

function surroundingsOf(file: string, text: string): Surroundings {
  try {
    return read(JSON.parse(text));
  } catch (error) {
    if (!isMistake(error) && !(error instanceof SyntaxError)) {
      throw error;
    }
    const reason = error instanceof SyntaxError ? 'it is not JSON' : error.message;
    throw new Error(
      `"${file}" is not what MeshApp writes: ${reason}; synthesize the app again, or remove the file`,
    );
  }
}

function read(value: unknown): Surroundings {
  if (!isRecord(value) || typeof value.about !== 'string' || !value.about.startsWith('cdk8s-istio')) {
    throw new Error('it does not say that it is of cdk8s-istio');
  }
  const unknown = Object.keys(value).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    throw new Error(`this version of cdk8s-istio does not know its field "${unknown}"`);
  }
  const { istio, profile, meshConfig, ignore = [], context = [] } = value;
  if (meshConfig !== undefined) {
    givenMeshConfig(meshConfig);
  }
  return {
    istio: istio === undefined ? undefined : istioVersionOf(String(istio)),
    profile: profile === undefined ? undefined : profileOf(profile),
    meshConfig: meshConfig as Record<string, unknown> | undefined,
    ignore: listOf(ignore, 'ignore').map((code, i) => {
      if (typeof code !== 'string' || !/^IST\d{4}$/.test(code)) {
        throw new Error(`ignore[${i}] is not a code such as IST0101`);
      }
      return code;
    }),
    context: listOf(context, 'context').flatMap((object, i) => {
      const why = whyNoObject(object);
      if (why !== undefined) {
        throw new Error(`context[${i}] ${why}`);
      }
      return objectsOf(object);
    }),
  };
}

function profileOf(value: unknown) {
  const profile = PROFILES.find((known) => known === value);
  if (profile === undefined) {
    throw new Error(`profile ${JSON.stringify(value)} is unknown`);
  }
  return profile;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new Error(`${name} is not a list`);
  }
  return value;
}
