import type { Expression } from '../../code';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import type { Way } from '../objects/object-code';
import type { ChartPlan } from './charts';

/** A construct for an object that is not among the input. */
export interface Outside {
  readonly key: string;
  readonly variable: string;
  readonly code: Expression;
  /** The object in words. */
  readonly shown: string;
}

/** Why a better way to make an object could not be taken. */
export interface Lowered {
  /** The class that could not make it. */
  readonly className: string;
  /** The field that it cannot say; undefined if there is no such class. */
  readonly field?: FieldPath | undefined;
  /** What it said instead. */
  readonly message?: string | undefined;
}

/** An object of the input on its way to a construct. */
export interface Entry {
  readonly manifest: Manifest;
  readonly isOfIstio: boolean;
  readonly chart: ChartPlan;
  /** Unique in the whole app. */
  readonly variable: string;
  /** Unique in its chart. */
  readonly id: string;
  /** The ways that are left to make it, the best one first. */
  ways: readonly Way[];
  readonly lowered: Lowered[];
  /** How it is made at present. */
  code: Expression | undefined;
  className: string;
  /** What adds what the construct cannot say. */
  patch: Expression | undefined;
  /** The constructs for objects that are not among the input to which it refers. */
  outside: readonly Outside[];
}
