import { loadEnv } from '@/lib/env';

loadEnv();
