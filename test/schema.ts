import Ajv, { type ValidateFunction } from 'ajv';
import schemas from '../imports/schemas.json';

/** OpenAPI's names for widths of numbers and the like, which say nothing about shape. */
const FORMATS = ['int32', 'double', 'byte'];

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  formats: Object.fromEntries(FORMATS.map((f) => [f, true])),
});
const validators = new Map<string, ValidateFunction | undefined>();

/** What Istio's CRDs say against an object, unknown fields included; nothing for kinds that are not Istio's. */
export function schemaMistakes(manifest: { apiVersion: string; kind: string; spec?: unknown }): string[] {
  const id = `${manifest.apiVersion}/${manifest.kind}`;
  if (!validators.has(id)) {
    validators.set(id, compile(manifest.apiVersion, manifest.kind));
  }
  const validate = validators.get(id);
  if (!validate || validate(manifest.spec ?? {})) {
    return [];
  }
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${manifest.kind} spec${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function compile(apiVersion: string, kind: string): ValidateFunction | undefined {
  const [group, version = ''] = apiVersion.split('/');
  const found = schemas.find((s) => s.group === group && s.kind === kind && s.versions.includes(version));
  return found && ajv.compile(closed(found.schema) as object);
}

/** The schema with unknown fields refused, wherever it does not ask for them to be kept. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(closed);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isClosed = 'properties' in schema && !('x-kubernetes-preserve-unknown-fields' in schema);
  return isClosed && !('additionalProperties' in schema) ? { ...copy, additionalProperties: false } : copy;
}
