import icon from '../theme/icon.svg';

/** The product's mark, one window; beside a name that says the same in words. */
export const Mark = () => <img className="mark" src={icon} alt="" />;
