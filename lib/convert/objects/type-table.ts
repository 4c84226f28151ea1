import { isRecord } from '../../manifests/manifest';

/** A field of an interface. */
interface Field {
  /** The name in TypeScript; Kubernetes may write it otherwise, as `clusterIP`. */
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
}

/** The fields of an interface, as Kubernetes writes them. */
export type Fields = ReadonlyMap<string, Field>;

const INTERFACE = /export interface (\w+) \{([\s\S]*?)\n\}/g;
/** The comment before a field ends with its name in Kubernetes. */
const FIELD = /@schema [^\s#]+#(\S+)\s*\*\/\s*readonly '?([\w$-]+)'?(\?)?: (\{[^}]*\}(?:\[\])?|[^;{]+);/g;

/** The types of a module that cdk8s has generated: its interfaces, as its declarations say them, and its enums and classes. */
export class TypeTable {
  private readonly interfaces = new Map<string, string>();
  private readonly fields = new Map<string, Fields>();

  /**
   * @param declarations the text of the module, or of its declarations
   * @param values what the module exports
   */
  constructor(
    declarations: string,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {
    for (const [, name = '', body = ''] of declarations.matchAll(INTERFACE)) {
      this.interfaces.set(name, body);
    }
  }

  /** The fields of an interface; undefined if there is none with this name. */
  fieldsOf(name: string): Fields | undefined {
    const known = this.fields.get(name);
    const body = this.interfaces.get(name);
    if (known || body === undefined) {
      return known;
    }
    const fields: Fields = new Map(
      [...body.matchAll(FIELD)].map(([, key = '', name = '', optional, type = '']) => [
        key,
        { name, type: type.replaceAll(/\s+/g, ' ').trim(), isOptional: optional !== undefined },
      ]),
    );
    this.fields.set(name, fields);
    return fields;
  }

  /** The member of an enum with this value; undefined if there is none. */
  enumMember(name: string, value: unknown): string | undefined {
    const members = this.values[name];
    return isRecord(members)
      ? Object.entries(members).find(([, memberValue]) => memberValue === value)?.[0]
      : undefined;
  }

  /** The method of a class that makes it of a number or a text, such as `IntOrString.fromNumber`; undefined for other types. */
  factory(name: string, value: unknown): string | undefined {
    const wrapper = this.values[name] as Readonly<Record<string, unknown>> | undefined;
    const method = typeof value === 'number' ? 'fromNumber' : typeof value === 'string' ? 'fromString' : '';
    return typeof wrapper === 'function' && method in (wrapper as object) ? method : undefined;
  }

  /** The classes of objects, by their API version and kind. */
  classOf(apiVersion: string, kind: string): string | undefined {
    this.classes ??= new Map(
      Object.entries(this.values).flatMap(([name, value]) => {
        const gvk = (value as { readonly GVK?: { apiVersion: string; kind: string } } | undefined)?.GVK;
        return gvk ? [[`${gvk.apiVersion} ${gvk.kind}`, name] as const] : [];
      }),
    );
    return this.classes.get(`${apiVersion} ${kind}`);
  }

  private classes: ReadonlyMap<string, string> | undefined;
}
