import { Duration } from 'cdk8s';
import { type Code, codeOf, type Expression, imported } from '../../code';
import { PortProtocol } from '../../constructs';
import { renderDuration, UNITS } from '../../constructs/rendering';
import { parseDuration } from '../../istiod/durations';
import { type Fields as LooseFields, objectsIn } from '../../manifests/fields';
import { isRecord } from '../../manifests/manifest';
import { CannotSay, expect, Fields, isNumber, isText, item, patch, type Spot } from './fields';

/** Something that the library exports, such as `istio('PathMatch.prefix')`. */
export function istio(path: string): Expression {
  return imported('cdk8s-istio', path);
}

/** A duration, in the unit in which it is written. */
export function duration(fields: Fields, name: string): Expression | undefined {
  return fields.say(name, isText, durationOf);
}

function durationOf(text: string, spot: Spot): Expression {
  const [, amount, suffix] = /^(\d+(?:\.\d+)?)(h|m|s|ms)$/.exec(text) ?? [];
  const written = UNITS.find(([, unit]) => unit === suffix);
  if (written && renderDuration(Duration[written[0]](Number(amount))) === text) {
    return imported('cdk8s', `Duration.${written[0]}`).call(Number(amount));
  }
  // Other spellings, such as 1h30m and 7.000s, mean the same.
  const milliseconds = parseDuration(text) ?? -1;
  const whole = UNITS.find(([, , size]) => milliseconds % size === 0);
  if (milliseconds < 0 || !whole) {
    throw new CannotSay(spot.path);
  }
  patch(text, spot);
  return imported('cdk8s', `Duration.${whole[0]}`).call(milliseconds / whole[2]);
}

/** A value of an enumeration of the library. */
export function enumerated(
  fields: Fields,
  name: string,
  enumeration: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Expression | undefined {
  return fields.say(name, isText, (text, spot) => memberOf(enumeration, text, spot));
}

/** The protocol of a port. Istio takes small letters as well. */
export function portProtocol(fields: Fields): Expression | undefined {
  return fields.say('protocol', isText, (text, spot) => {
    const member = memberOf({ PortProtocol }, text.toUpperCase(), spot);
    if (text !== text.toUpperCase()) {
      patch(text, spot);
    }
    return member;
  });
}

/**
 * The member of an enumeration that has this value.
 *
 * @param enumeration the enumeration under its name: `{ MutualTlsMode }`
 */
export function memberOf(
  enumeration: Readonly<Record<string, Readonly<Record<string, string>>>>,
  value: unknown,
  { path }: Spot,
): Expression {
  for (const [name, members] of Object.entries(enumeration)) {
    const member = Object.keys(members).find((key) => members[key] === value);
    if (member !== undefined) {
      return istio(`${name}.${member}`);
    }
  }
  throw new CannotSay(path);
}

/**
 * The factory for the value of a field, for a caller who makes sure that the value is said.
 *
 * @param factories the factories by the values that they say
 */
export function factoryFor(
  fields: Fields,
  name: string,
  factories: Readonly<Record<string, string>>,
): string {
  const factory = factories[fields.take(name, isText) ?? ''];
  if (factory === undefined) {
    throw new CannotSay([...fields.path, name]);
  }
  return factory;
}

/** A condition on a text; a plain text for an exact one. */
export function stringMatch(value: unknown, spot: Spot): Code {
  if (Object.keys(expect(value, isRecord, spot)).length === 0) {
    return istio('StringMatch.present').call();
  }
  const [kind, text] = textCondition(value, spot);
  return kind === 'exact' ? text : istio(`StringMatch.${kind}`).call(text);
}

/** The kind of a condition on a text, and the text. */
export function textCondition(value: unknown, spot: Spot): readonly [kind: string, text: string] {
  const [[kind = '', text] = [], ...others] = Object.entries(expect(value, isRecord, spot));
  if (!['exact', 'prefix', 'regex'].includes(kind) || others.length > 0) {
    throw new CannotSay(spot.path);
  }
  return [kind, expect(text, isText, spot)];
}

/** Data as they are. A `null`, which cdk8s would leave out, becomes a patch. */
export function plainData(value: unknown, spot: Spot): Code {
  if (Array.isArray(value)) {
    return value.map((part, place) => plainItem(part, item(spot, place)));
  }
  if (!isRecord(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([key, part]) => {
    const itsSpot = { ...spot, path: [...spot.path, key] };
    if (part === null) {
      patch(part, itsSpot);
    }
    return [key, part === null ? undefined : codeOf(plainData(part, itsSpot)).at(itsSpot.path)] as const;
  });
  return Object.fromEntries(entries);
}

function plainItem(value: unknown, spot: Spot): Code {
  if (value === null) {
    throw new CannotSay(spot.path);
  }
  return plainData(value, spot);
}

/** A text in a list or a map. */
export function plainText(value: unknown, spot: Spot): Code {
  return expect(value, isText, spot);
}

/** A port, which policies have as a text. */
export function port(value: unknown, { path }: Spot): Code {
  if (!isText(value) || String(Number(value)) !== value) {
    throw new CannotSay(path);
  }
  return Number(value);
}

/** A number in a list or a map. */
export function numberItem(value: unknown, spot: Spot): Code {
  return expect(value, isNumber, spot);
}

/** Options as the last argument of a factory: none if all of them are left out. */
export function options(fields: Readonly<Record<string, Code>>): Code {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}

/** Whether an object with these keys keeps their order: keys such as `10` come first. */
export function keepsOrder(keys: readonly string[]): boolean {
  const kept = Object.keys(Object.fromEntries(keys.map((key) => [key, true])));
  return kept.length === keys.length && kept.every((key, i) => key === keys[i]);
}

/**
 * The names that a list of ports must write. A construct gives a port without a name the name that it wishes for, unless another
 * port has it.
 */
export function namesToWrite(
  ports: unknown,
  read: (port: LooseFields) => { readonly name: unknown; readonly wish: string },
): ReadonlySet<unknown> {
  const named = objectsIn(ports).map(read);
  const counts = new Map<unknown, number>();
  for (const { name } of named) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Set(
    named.filter(({ name, wish }) => name !== wish || counts.get(name) !== 1).map(({ name }) => name),
  );
}

/** A list of named objects as a map, which has to have the same order. */
export function namedItems(items: readonly unknown[], spot: Spot, say: (fields: Fields) => Code): Code {
  const said = items.map((value, place) =>
    Fields.of(value, item(spot, place), (fields) => {
      const name = fields.required('name', fields.take('name', isText));
      return [name, say(fields)] as const;
    }),
  );
  if (said.length === 0 || !keepsOrder(said.map(([name]) => name))) {
    throw new CannotSay(spot.path);
  }
  return Object.fromEntries(said);
}
