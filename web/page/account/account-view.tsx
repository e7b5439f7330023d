import { appTexts } from '../app-texts.ts';
import { useTexts } from '../texts/language.tsx';
import { ViewHeading } from '../ui/heading.tsx';

const AccountView = () => <ViewHeading>{useTexts(appTexts).account}</ViewHeading>;

export default AccountView;
