export { notesText, toldIn } from './notes';
export {
  describeTold,
  type GivenOptions,
  type Settled,
  type Surroundings,
  settled,
  type Told,
} from './surroundings';
