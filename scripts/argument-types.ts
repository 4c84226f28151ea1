/**
 * `npm run arguments`: writes the types of what constructs and value classes take to
 * `lib/constructs/arguments/argument-types.json`, from the TypeScript sources. Synthesis refuses what does not fit, for apps
 * that run without the TypeScript compiler.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import type { ArgumentTypes, Shape, Type } from '../lib/constructs/arguments/argument-types';

const ROOT = resolve(__dirname, '..');
const ENTRY = join(ROOT, 'lib/constructs/index.ts');
export const TARGET = 'lib/constructs/arguments/argument-types.json';

/** The text of the file. */
export function argumentTypesText(): string {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  const program = ts.createProgram([ENTRY], { ...options, types: [] });
  const types = new Reader(program.getTypeChecker()).read(program.getSourceFile(ENTRY));
  const tables = Object.entries(types).map(([name, table]) => `"${name}": ${linePerEntry(table)}`);
  return `{\n${tables.join(',\n')}\n}\n`;
}

function linePerEntry(entries: Readonly<Record<string, unknown>>): string {
  const lines = Object.keys(entries)
    .sort()
    .map((key) => `${JSON.stringify(key)}: ${JSON.stringify(entries[key])}`);
  return `{\n${lines.join(',\n')}\n}`;
}

class Reader {
  private readonly shapes: Record<string, Shape> = {};
  private readonly factories: Record<string, readonly string[]> = {};
  private readonly interfaces: Record<string, readonly string[]> = {};

  constructor(private readonly checker: ts.TypeChecker) {}

  read(entry: ts.SourceFile | undefined): ArgumentTypes {
    const module = entry && this.checker.getSymbolAtLocation(entry);
    const classes: Record<string, Record<string, Shape>> = {};
    for (const exported of module ? this.checker.getExportsOfModule(module) : []) {
      const symbol =
        exported.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(exported) : exported;
      const declaration = symbol.valueDeclaration;
      if (declaration && ts.isClassDeclaration(declaration)) {
        const calls = this.callsOf(symbol.name, declaration);
        if (Object.keys(calls).length > 0) {
          classes[exported.name] = calls;
        }
      }
    }
    return { classes, factories: this.factories, interfaces: this.interfaces, shapes: this.shapes };
  }

  /** The calls that users make: `new` for the constructor, `static x` for a factory, and the names of methods. */
  private callsOf(className: string, { members }: ts.ClassDeclaration): Record<string, Shape> {
    const calls: Record<string, Shape> = {};
    for (const member of members) {
      const name = callName(member);
      if (name !== undefined && (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member))) {
        const parameters = member.parameters.map((parameter) =>
          this.parameterOf(`${className}.${name}`, parameter),
        );
        if (parameters.some(([, type]) => type !== 'any')) {
          calls[name] = Object.fromEntries(parameters);
        }
      }
    }
    return calls;
  }

  private parameterOf(call: string, declaration: ts.ParameterDeclaration): [name: string, type: Type] {
    const { initializer, questionToken, dotDotDotToken, type } = declaration;
    const name = ts.isIdentifier(declaration.name)
      ? declaration.name.text
      : type?.getText().endsWith('Props')
        ? 'props'
        : 'options';
    const written = type
      ? this.checker.getTypeFromTypeNode(type)
      : this.checker.getTypeAtLocation(declaration);
    // cdk8s itself refuses a scope that is not a construct.
    const isOpen = dotDotDotToken || name === 'scope';
    return [
      initializer || questionToken ? `${name}?` : name,
      isOpen ? 'any' : this.typeOf(written, `${call}(${name})`),
    ];
  }

  /** @param place where the type is used, for a type without a name */
  private typeOf(type: ts.Type, place: string): Type {
    if (type.isUnion()) {
      return this.unionOf(type, place);
    }
    const { flags } = type;
    if (flags & ts.TypeFlags.StringLike && !type.isStringLiteral()) {
      return 'string';
    }
    if (flags & ts.TypeFlags.NumberLike && !type.isNumberLiteral()) {
      return 'number';
    }
    if (flags & ts.TypeFlags.BooleanLike) {
      return 'boolean';
    }
    if (type.isStringLiteral() || type.isNumberLiteral()) {
      return { values: [type.value] };
    }
    if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) {
      return { values: [] };
    }
    return flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) ? this.objectOf(type, place) : 'any';
  }

  private objectOf(type: ts.Type, place: string): Type {
    const { checker } = this;
    if (checker.isArrayType(type) || checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type as ts.TypeReference);
      return { list: joined(items.map((item) => this.typeOf(item, `${place}[]`))) };
    }
    const symbol = type.getSymbol();
    if (symbol && symbol.flags & ts.SymbolFlags.Class) {
      return this.classOf(symbol);
    }
    if (type.getCallSignatures().length + type.getConstructSignatures().length > 0) {
      return 'any';
    }
    const values = type.getStringIndexType() ?? type.getNumberIndexType();
    if (values && checker.getPropertiesOfType(type).length === 0) {
      return { map: this.typeOf(values, `${place}{}`) };
    }
    return this.isShape(type) ? { shape: this.shapeOf([type], place) } : this.interfaceOf(type);
  }

  /** What any object fits that has the members of an interface which is declared here. */
  private interfaceOf(type: ts.Type): Type {
    const members = this.checker.getPropertiesOfType(type).filter(isOwn);
    const name = this.nameOf(type);
    if (name === undefined || members.length === 0 || type.getStringIndexType()) {
      return 'object';
    }
    this.interfaces[name] = members.filter((member) => this.isRequired(member)).map((member) => member.name);
    return { like: name };
  }

  private isRequired(member: ts.Symbol): boolean {
    const type = this.checker.getTypeOfSymbol(member);
    const types = type.isUnion() ? type.types : [type];
    return (
      !(member.flags & ts.SymbolFlags.Optional) &&
      types.every(({ flags }) => !(flags & ts.TypeFlags.Undefined))
    );
  }

  /**
   * Whether a type has a closed set of properties, at least one of which is declared here, and no methods. An interface such as
   * `IGateway` stands for any object that has its members, and the object may have others.
   */
  private isShape(type: ts.Type): boolean {
    const { checker } = this;
    const properties = checker.getPropertiesOfType(type);
    return (
      Boolean(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) &&
      !(checker.isArrayType(type) || checker.isTupleType(type)) &&
      !(type.getStringIndexType() ?? type.getNumberIndexType()) &&
      !((type.getSymbol()?.flags ?? 0) & ts.SymbolFlags.Class) &&
      !/^I[A-Z]/.test(type.getSymbol()?.name ?? '') &&
      type.getCallSignatures().length === 0 &&
      properties.some(isOwn) &&
      properties.every(({ flags }) => !(flags & ts.SymbolFlags.Method))
    );
  }

  private classOf(symbol: ts.Symbol): Type {
    if (symbol.name === 'ApiObject') {
      // `ApiObject.of()` finds an object, and makes none.
      return { class: symbol.name };
    }
    const statics = this.checker.getPropertiesOfType(this.checker.getTypeOfSymbol(symbol));
    const instance = this.checker.getDeclaredTypeOfSymbol(symbol);
    const from = statics
      .filter((member) => isPublic(member) && this.makes(member, instance))
      .map(({ name, flags }) => `${symbol.name}.${name}${flags & ts.SymbolFlags.Method ? '()' : ''}`);
    if (from.length > 0) {
      this.factories[symbol.name] = from;
    }
    return { class: symbol.name };
  }

  /** Whether a static member is an instance, or a function that returns one. */
  private makes(member: ts.Symbol, instance: ts.Type): boolean {
    const type = this.checker.getTypeOfSymbol(member);
    const [signature] = type.getCallSignatures();
    return (signature?.getReturnType() ?? type) === instance;
  }

  private unionOf(union: ts.UnionType, place: string): Type {
    const members = union.types.filter(
      ({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)),
    );
    const shapes = members.filter((type) => this.isShape(type));
    const others = members.filter((type) => !shapes.includes(type)).map((type) => this.typeOf(type, place));
    const merged: Type[] =
      shapes.length > 0 ? [{ shape: this.shapeOf(shapes, this.nameOf(union) ?? place) }] : [];
    return joined([...merged, ...others]);
  }

  /** The name of a type; undefined if it has none of its own. */
  private nameOf(type: ts.Type): string | undefined {
    const { name = '__type' } = type.aliasSymbol ?? type.getSymbol() ?? {};
    const isGeneric =
      (type.aliasTypeArguments ?? this.checker.getTypeArguments(type as ts.TypeReference)).length > 0;
    return name.startsWith('__') ? undefined : isGeneric ? this.checker.typeToString(type) : name;
  }

  /** The name of the shape that objects of one of the types have; a property has to be there if all types require it. */
  private shapeOf(types: readonly ts.Type[], place: string): string {
    const [first] = types;
    const name = (types.length === 1 && first && this.nameOf(first)) || place;
    if (this.shapes[name] === undefined) {
      const shape: Record<string, Type> = {};
      this.shapes[name] = shape;
      for (const property of new Set(
        types.flatMap((type) => this.checker.getPropertiesOfType(type)).map((p) => p.name),
      )) {
        const found = types.map((type) => this.checker.getPropertyOfType(type, property));
        const isOptional = found.some((symbol) => !symbol || symbol.flags & ts.SymbolFlags.Optional);
        const described = found.flatMap((symbol) =>
          symbol ? [this.typeOf(this.checker.getTypeOfSymbol(symbol), `${name}.${property}`)] : [],
        );
        shape[isOptional ? `${property}?` : property] = joined(described);
      }
    }
    return name;
  }
}

/** One type that stands for any of several. */
function joined(types: readonly Type[]): Type {
  const flat = types.flatMap((type) => (typeof type === 'object' && 'anyOf' in type ? type.anyOf : [type]));
  const values = flat.flatMap((type) => (typeof type === 'object' && 'values' in type ? type.values : []));
  const others = flat.filter((type) => typeof type === 'string' || !('values' in type));
  const free = values.filter((value) => !others.includes(typeof value as 'string' | 'number'));
  const all = [
    ...others,
    ...(free.length > 0 || others.length === 0 ? [{ values: [...new Set(free)] }] : []),
  ];
  const distinct = [...new Map(all.map((type) => [JSON.stringify(type), type])).values()];
  if (distinct.includes('any')) {
    return 'any';
  }
  const [first] = distinct;
  return distinct.length === 1 && first !== undefined ? first : { anyOf: distinct };
}

function callName(member: ts.ClassElement): string | undefined {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Abstract;
  const modifiers = ts.getCombinedModifierFlags(member);
  if (modifiers & hidden) {
    return undefined;
  }
  if (ts.isConstructorDeclaration(member)) {
    return 'new';
  }
  const name = member.name?.getText() ?? '';
  return name.startsWith('_') ? undefined : `${modifiers & ts.ModifierFlags.Static ? 'static ' : ''}${name}`;
}

function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (
    !name.startsWith('_') &&
    name !== 'prototype' &&
    declarations.every((declaration) => !(ts.getCombinedModifierFlags(declaration) & hidden))
  );
}

/** Whether a property is declared here. The types of other libraries differ from version to version. */
function isOwn({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((declaration) => !declaration.getSourceFile().fileName.includes('/node_modules/'));
}

if (require.main === module) {
  writeFileSync(join(ROOT, TARGET), argumentTypesText());
}
