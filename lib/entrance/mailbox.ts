/** The messages that development keeps, for their page. */
export { loadMailbox, type MessageView } from '@/lib/composition';
