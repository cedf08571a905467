import { serve } from './contract-server.mjs';

serve({ routes: { '/tasks': () => Promise.reject(new Error('no room for this task')) } });
