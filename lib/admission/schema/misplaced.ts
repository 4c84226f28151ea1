import type { FieldPath } from '../../manifests/manifest';
import type { Schema } from './schema';

/** More places do not tell the author where the field belongs. */
const MAX_PLACES = 3;
/** How many maps below its own a field is looked for. */
const MAX_DEPTH = 2;

/**
 * Where a schema has a field that the map at a path does not have: in the nearest map around it, or else in maps within it.
 * None if there are too many.
 *
 * @param path the map in which the field was written
 */
export function placesOf(name: string, root: Schema, path: FieldPath): string[] {
  const around = schemasAlong(root, path);
  const own = around.pop();
  for (let depth = around.length - 1; depth >= 0; depth--) {
    if (has(around[depth], name)) {
      return [placeText(path.slice(0, depth))];
    }
  }
  const within = own ? [...placesWithin(name, own, MAX_DEPTH)] : [];
  within.sort((a, b) => a.length - b.length);
  return within.length > MAX_PLACES ? [] : within.map((steps) => placeText([...path, ...steps]));
}

function has(schema: Schema | undefined, name: string): boolean {
  return Object.hasOwn(schema?.properties ?? {}, name);
}

/** The schemas of the root, and of the value at each step of a path. */
function schemasAlong(root: Schema, path: FieldPath): (Schema | undefined)[] {
  const schemas: (Schema | undefined)[] = [root];
  for (const step of path) {
    const last = schemas.at(-1);
    schemas.push(typeof step === 'number' ? last?.items : (last?.properties?.[step] ?? valuesOf(last)));
  }
  return schemas;
}

function valuesOf(schema: Schema | undefined): Schema | undefined {
  const values = schema?.additionalProperties;
  return typeof values === 'object' ? values : undefined;
}

function* placesWithin(name: string, schema: Schema, depth: number): Iterable<string[]> {
  for (const [field, inner] of Object.entries(depth > 0 ? (schema.properties ?? {}) : {})) {
    const map = inner.items ?? inner;
    const step = inner.items ? `${field}[]` : field;
    if (has(map, name)) {
      yield [step];
    }
    for (const steps of placesWithin(name, map, depth - 1)) {
      yield [step, ...steps];
    }
  }
}

/** A path in which `route[]` stands for any item of a list. */
function placeText(path: FieldPath): string {
  return path.reduce<string>(
    (text, step, i) => (typeof step === 'number' ? `${text}[${step}]` : i > 0 ? `${text}.${step}` : step),
    '',
  );
}
