import type { ProgramName } from '../programs/program';
import type { ImageSettings } from './image-layout';

/** Builds a program of the rehearsal's own table, or finds the one that was built. */
export type FindProgram = (name: ProgramName) => Promise<string>;

/** How an image is made of files of this machine. */
export interface ImageRecipe {
  /** By the path that a program has in the image, where it comes from. The libraries that it is linked with come along. */
  readonly programs: Readonly<Record<string, (find: FindProgram) => Promise<string>>>;
  /** Names under which `/bin` has BusyBox. Default: none, and no BusyBox. */
  readonly shell?: readonly string[];
  readonly settings: ImageSettings;
}
