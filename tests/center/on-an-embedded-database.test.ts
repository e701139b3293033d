import { handInSuite } from './hand-in-suite.ts';
import { newFolder } from '../support/new-folder.ts';

handInSuite('embedded', () => Promise.resolve({ kind: 'embedded', directory: newFolder('embedded') }));
