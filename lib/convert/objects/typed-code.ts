import { codeOf, Expression } from '../../code';
import { type FieldPath, isRecord } from '../../manifests/manifest';
import type { TypeTable } from './type-table';

/** A value does not fit the type of its field. */
export class Unfit extends Error {
  constructor(readonly field: FieldPath) {
    super('');
  }
}

const LIST = /^(.*)\[\]$/;
const MAP = /^\{ \[key: string\]: (.*?);? \}$/;

/** Writes values as the types of a module ask for them: members of enums, and classes for numbers that may be texts. */
export class TypedCode {
  /** @param module the expression of the module, or of the namespace that holds its exports */
  constructor(
    private readonly types: TypeTable,
    private readonly module: Expression,
  ) {}

  /** @throws Unfit if the value does not fit the type */
  of(value: unknown, type: string, field: FieldPath): Expression {
    return this.withoutField(value, type, field).at(field);
  }

  private withoutField(value: unknown, type: string, field: FieldPath): Expression {
    const [, item] = LIST.exec(type) ?? [];
    if (item !== undefined) {
      return this.list(value, item, field);
    }
    const [, values] = MAP.exec(type) ?? [];
    if (values !== undefined) {
      return this.map(value, (key) => ({ name: key, type: values }), field);
    }
    if (type === 'any') {
      return annotated(value, field);
    }
    const fields = this.types.fieldsOf(type);
    if (fields) {
      const isWhole =
        isRecord(value) && [...fields].every(([name, { isOptional }]) => isOptional || name in value);
      if (!isWhole) {
        throw new Unfit(field);
      }
      return this.map(value, (key) => fields.get(key), field);
    }
    if (type.split(' | ').includes(typeof value)) {
      return codeOf(value);
    }
    const method = this.types.factory(type, value);
    if (method !== undefined) {
      return this.module.member(`${type}.${method}`).call(value);
    }
    const member = this.types.enumMember(type, value);
    if (member === undefined) {
      throw new Unfit(field);
    }
    return this.module.member(`${type}.${member}`);
  }

  private list(value: unknown, type: string, field: FieldPath): Expression {
    if (!Array.isArray(value)) {
      throw new Unfit(field);
    }
    return codeOf(value.map((item, i) => this.of(item, type, [...field, i])));
  }

  private map(
    value: unknown,
    typeOf: (key: string) => { readonly name: string; readonly type: string } | undefined,
    field: FieldPath,
  ): Expression {
    if (!isRecord(value)) {
      throw new Unfit(field);
    }
    const items = Object.entries(value).map(([key, item]) => {
      const known = typeOf(key);
      if (!known) {
        throw new Unfit([...field, key]);
      }
      return [known.name, this.of(item, known.type, [...field, key])] as const;
    });
    return new Expression({ is: 'object', fields: new Map(items) });
  }
}

/** Plain data, each part of which says its field. */
export function annotated(value: unknown, field: FieldPath): Expression {
  if (Array.isArray(value)) {
    return codeOf(value.map((item, i) => annotated(item, [...field, i]))).at(field);
  }
  if (isRecord(value)) {
    const items = Object.entries(value).map(
      ([key, item]) => [key, annotated(item, [...field, key])] as const,
    );
    return new Expression({ is: 'object', fields: new Map(items) }).at(field);
  }
  return codeOf(value).at(field);
}
