import { newFolder } from '../store/samples.ts';
import { handInSuite } from './hand-in-suite.ts';

handInSuite('embedded', () => Promise.resolve({ kind: 'embedded', directory: newFolder('embedded') }));
