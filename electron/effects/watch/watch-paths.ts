/** Watches the whole wanted set of files: parent folders, links on the way, missing folders until they appear. */
import path from 'node:path';
import type { Watch, Watching, WatchReport } from '../../core/ports.ts';
import { lookAtPath, type PathLook, type StatEntry, sharedStat, type WatchPoint } from './look-at-path.ts';
import { pollingProblem } from './polling-problem.ts';
import { watchFolder } from './watch-folder.ts';

export interface WatchTiming {
  /** Between two looks at all paths although nothing was reported: finds folders that were moved away further up. */
  readonly recheckMs: number;
  /** The same while the system refuses to report: this is then the time in which a change is seen. */
  readonly pollMs: number;
  /** Between two tries to be told by the system again. */
  readonly retryMs: number;
}

/** A recheck costs a few stats per path, so it can be as often as the engine's own pass; a poll must be seen within a second. */
const usualTiming: WatchTiming = { recheckMs: 5_000, pollMs: 1_000, retryMs: 30_000 };

interface Wanted {
  /** As it was asked for. */
  readonly given: string;
  readonly path: string;
  points: readonly WatchPoint[];
  /** null: never looked at. */
  signature: string | null;
  looking: boolean;
  /** Asked to look while looking. */
  again: Reason | null;
}

/** `event`: the change was passed on already; `doubt`: it may not have been. */
type Reason = 'event' | 'doubt';

interface Folder {
  readonly identity: string;
  phase: 'arming' | 'armed' | 'gone' | 'refused';
  /** Of the refusal. */
  code: string;
  end: () => void;
}

/** Gives the port. Events only say "look again at this path"; the same change may be told several times. */
export function createWatch(timing: Partial<WatchTiming> = {}): Watch {
  return { watch: (onChange, onReport) => new PathWatching(onChange, onReport, { ...usualTiming, ...timing }) };
}

/** Everything that one `watch()` holds. */
class PathWatching implements Watching {
  readonly #onChange: (path: string) => void;
  readonly #onReport: (report: WatchReport) => void;
  readonly #timing: WatchTiming;
  readonly #wanted = new Map<string, Wanted>();
  readonly #folders = new Map<string, Folder>();
  /** Folder → entry name → who wants to know. */
  #interest = new Map<string, Map<string, Set<Wanted>>>();
  /** Folders that were seen to exist, by the latest look. */
  readonly #identities = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;
  #lastTryMono = 0;
  #mode: WatchReport['mode'] | null = null;
  #closed = false;

  constructor(onChange: (path: string) => void, onReport: (report: WatchReport) => void, timing: WatchTiming) {
    this.#onChange = onChange;
    this.#onReport = onReport;
    this.#timing = timing;
    this.#schedule();
  }

  set(paths: readonly string[]): void {
    if (this.#closed) return;
    const asked = new Set(paths);
    for (const given of this.#wanted.keys()) if (!asked.has(given)) this.#wanted.delete(given);
    const stat = sharedStat();
    for (const given of asked) {
      if (this.#wanted.has(given)) continue;
      const wanted: Wanted = { given, path: path.resolve(given), points: [], signature: null, looking: false, again: null };
      this.#wanted.set(given, wanted);
      this.#look(wanted, 'doubt', stat);
    }
    this.#arrange();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const folder of this.#folders.values()) folder.end();
    this.#folders.clear();
    this.#wanted.clear();
  }

  #look(wanted: Wanted, reason: Reason, stat?: StatEntry): void {
    if (wanted.looking) {
      if (wanted.again !== 'doubt') wanted.again = reason;
      return;
    }
    wanted.looking = true;
    void lookAtPath(wanted.path, stat).then((look) => {
      wanted.looking = false;
      if (this.#wanted.get(wanted.given) !== wanted) return;
      this.#accept(wanted, look, reason);
      const again = wanted.again;
      wanted.again = null;
      if (again !== null) this.#look(wanted, again);
    });
  }

  #accept(wanted: Wanted, look: PathLook, reason: Reason): void {
    const before = wanted.signature;
    const sameWay = samePoints(wanted.points, look.points);
    wanted.signature = look.signature;
    wanted.points = look.points;
    for (const point of look.points) this.#identities.set(point.folder, point.identity);
    const told = reason === 'event' && sameWay && wanted.points.every((point) => this.#folders.get(point.folder)?.phase === 'armed');
    if (before === null || !sameWay || wanted.points.some((point) => !this.#holds(point))) this.#arrange();
    if (!told && before !== null && before !== look.signature) this.#onChange(wanted.given);
  }

  /** The folder is watched, or will be, or was refused. */
  #holds(point: WatchPoint): boolean {
    const folder = this.#folders.get(point.folder);
    return folder !== undefined && folder.phase !== 'gone' && folder.identity === point.identity;
  }

  /** Makes the watched folders those that the latest looks ask for. */
  #arrange(): void {
    this.#interest = interestOf([...this.#wanted.values()]);
    for (const [name, folder] of this.#folders) {
      if (folder.phase !== 'gone' && this.#interest.has(name) && this.#identities.get(name) === folder.identity) continue;
      folder.end();
      this.#folders.delete(name);
    }
    for (const name of this.#identities.keys()) if (!this.#interest.has(name)) this.#identities.delete(name);
    for (const [name, identity] of this.#identities) if (!this.#folders.has(name)) this.#open(name, identity);
    this.#report();
  }

  #open(name: string, identity: string): void {
    const folder: Folder = { identity, phase: 'arming', code: '', end: () => {} };
    this.#folders.set(name, folder);
    folder.end = watchFolder(name, {
      onReady: () => {
        folder.phase = 'armed';
        // Whatever happened between the look and now was told to nobody.
        this.#lookAll(this.#wantedIn(name), 'doubt');
        this.#report();
      },
      onEntry: (entry) => this.#entryChanged(name, entry),
      onGone: () => {
        folder.phase = 'gone';
        folder.end();
        this.#identities.delete(name);
        this.#lookAll(this.#wantedIn(name), 'doubt');
      },
      onRefused: (code) => {
        folder.phase = 'refused';
        folder.code = code;
        this.#lastTryMono = performance.now();
        this.#report();
      },
    });
  }

  #entryChanged(folder: string, entry: string | null): void {
    const interested = entry === null ? this.#wantedIn(folder) : [...(this.#interest.get(folder)?.get(nameKey(entry)) ?? [])];
    for (const wanted of interested) this.#onChange(wanted.given);
    this.#lookAll(interested, 'event');
  }

  #wantedIn(folder: string): readonly Wanted[] {
    return [...new Set([...(this.#interest.get(folder)?.values() ?? [])].flatMap((set) => [...set]))];
  }

  #lookAll(all: Iterable<Wanted>, reason: Reason): void {
    const stat = sharedStat();
    for (const wanted of all) this.#look(wanted, reason, stat);
  }

  #schedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const delayMs = this.#mode === 'polling' ? this.#timing.pollMs : this.#timing.recheckMs;
    this.#timer = setTimeout(() => {
      if (this.#mode === 'polling' && performance.now() - this.#lastTryMono >= this.#timing.retryMs) this.#tryAgain();
      this.#lookAll(this.#wanted.values(), 'doubt');
      this.#schedule();
    }, delayMs);
  }

  #tryAgain(): void {
    this.#lastTryMono = performance.now();
    for (const [name, folder] of this.#folders) {
      if (folder.phase !== 'refused') continue;
      folder.end();
      this.#folders.delete(name);
    }
    this.#arrange();
  }

  /** Tells a change of mode once, as soon as every folder has answered. */
  #report(): void {
    const folders = [...this.#folders];
    if (folders.some(([, folder]) => folder.phase === 'arming' || folder.phase === 'gone')) return;
    if ([...this.#wanted.values()].some((wanted) => wanted.signature === null)) return;
    const refused = folders.find(([, folder]) => folder.phase === 'refused');
    const mode = refused === undefined ? 'watching' : 'polling';
    if (mode === this.#mode) return;
    this.#mode = mode;
    this.#schedule();
    this.#onReport({ mode, problem: refused === undefined ? null : pollingProblem(refused[0], refused[1].code, this.#timing.pollMs) });
  }
}

const caseless = process.platform === 'win32' || process.platform === 'darwin';

/** Two spellings that these systems take for one name give one key. */
const nameKey = (name: string): string => (caseless ? name.normalize('NFC').toLowerCase() : name);

function interestOf(all: readonly Wanted[]): Map<string, Map<string, Set<Wanted>>> {
  const interest = new Map<string, Map<string, Set<Wanted>>>();
  for (const wanted of all) {
    for (const point of wanted.points) {
      const names = interest.get(point.folder) ?? new Map<string, Set<Wanted>>();
      const key = nameKey(point.name);
      names.set(key, (names.get(key) ?? new Set()).add(wanted));
      interest.set(point.folder, names);
    }
  }
  return interest;
}

const samePoints = (left: readonly WatchPoint[], right: readonly WatchPoint[]): boolean =>
  left.length === right.length &&
  left.every((point, at) => point.folder === right[at]?.folder && point.identity === right[at]?.identity && point.name === right[at]?.name);
