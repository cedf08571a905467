import { serve } from './contract-server.mjs';

serve({ routes: { '/metrics': undefined } });
