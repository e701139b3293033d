import type { IdCard } from '../../src/devices/id-card-reader.ts';

/** Demo persons: the county 370899 is not assigned, so nobody has these numbers. Their check digits are right. */
const card = (name: string, sex: IdCard['sex'], idNumber: string, more: Partial<IdCard> = {}): IdCard => ({
  name,
  sex,
  ethnicCode: '01',
  ethnic: '汉',
  birth: `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`,
  address: '山东省济宁市任城区草桥口社区（演示）8号楼2单元301室',
  idNumber,
  issuer: '演示市公安局',
  validFrom: '2015-06-01',
  validTo: null,
  ...more,
});

export const WANG_GUILAN = card('王桂兰', 'female', '370899194903070024');
export const ZHANG_MIN = card('张敏', 'female', '37089919850101102X', { validFrom: '2019-03-04', validTo: '2039-03-04' });
export const LI_QIANG_EXPIRED = card('李强', 'male', '370899199009091050', { validFrom: '2010-05-20', validTo: '2020-05-20' });
/** 䶮 is beyond GBK, 𬸪 beyond the basic plane: two places each on the card, one character to the person. */
export const RARE = card('𬸪䶮', 'female', '370899193301010062');
/** Fifteen places: the longest name that a card holds. */
export const LONGEST = card('阿卜杜热西提·买买提艾力江阿洪', 'male', '370899199009091050', { ethnicCode: '05', ethnic: '维吾尔' });
/** Seven characters of two places each, and one of one: also fifteen. */
export const LONGEST_RARE = card('𬸪𠅤𬸪𠅤𬸪𠅤𬸪䶮', 'female', '37089919850101102X');
