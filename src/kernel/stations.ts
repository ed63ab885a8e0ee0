/**
 * The stations of the China–Europe corridors: what is known of each, one row a station.
 *
 * No authority gives one code to stations of both gauges, so the code is ours: the country (ISO 3166-1), a hyphen and the
 * place's or yard's plain Latin name. It never changes once used. Chinese rail runs on Beijing time, in Xinjiang too.
 *
 * How far to trust a row. Names, aliases, roles and most positions are general knowledge, not taken from a register: good enough for
 * a map and for "last seen near", and to be corrected by whoever knows better. UN/LOCODEs were looked up in the open listing
 * `datasets/un-locode` and left out where it has none or a doubtful one. What the tests check is form: that a row has its cells,
 * lies in the rough outline of its country, and that its zone, code and scripts are possible ones.
 *
 * Columns: code · name zh, en, ru · city zh, en, ru (`=` as the name) · lat,lon · gauge in mm (`both` where containers change
 * trains) · IANA zone · UN/LOCODE or `-` · role (terminal, crossing, junction) · aliases or `-`
 */
export const STATION_ROWS = `
CN-DONGJIA | 济南董家镇 | Jinan Dongjia | Цзинань-Дунцзя | 济南 | Jinan | Цзинань | 36.75,117.25 | 1435 | Asia/Shanghai | CNJNA | terminal | 董家镇, 济南, 济南董家, Dongjiazhen, Jinan, Jinan Dongjiazhen, Цзинань, Дунцзячжэнь
CN-JIAOZHOU | 青岛胶州 | Qingdao Jiaozhou | Циндао-Цзяочжоу | 胶州 | Jiaozhou | Цзяочжоу | 36.25,120.00 | 1435 | Asia/Shanghai | CNJZH | terminal | 胶州, Jiaozhou, Цзяочжоу, 上合示范区
CN-LIANYUNGANG | 连云港 | Lianyungang | Ляньюньган | = | = | = | 34.75,119.45 | 1435 | Asia/Shanghai | CNLYG | terminal | -
CN-SUZHOU | 苏州西 | Suzhou West | Сучжоу-Западная | 苏州 | Suzhou | Сучжоу | 31.37,120.52 | 1435 | Asia/Shanghai | CNSZH | terminal | 苏州, Suzhou, Сучжоу
CN-YIWU | 义乌西 | Yiwu West | Иу-Западная | 义乌 | Yiwu | Иу | 29.32,119.97 | 1435 | Asia/Shanghai | CNYIU | terminal | 义乌, Yiwu, Иу
CN-HEFEI | 合肥北 | Hefei North | Хэфэй-Северная | 合肥 | Hefei | Хэфэй | 31.95,117.27 | 1435 | Asia/Shanghai | CNHFI | terminal | 合肥, Hefei, Хэфэй
CN-WUHAN | 武汉吴家山 | Wuhan Wujiashan | Ухань-Уцзяшань | 武汉 | Wuhan | Ухань | 30.63,114.12 | 1435 | Asia/Shanghai | CNNHN | terminal | 吴家山, 武汉, Wuhan, Wujiashan, Ухань
CN-CHANGSHA | 长沙北 | Changsha North | Чанша-Северная | 长沙 | Changsha | Чанша | 28.29,113.01 | 1435 | Asia/Shanghai | CNCSH | terminal | 长沙, Changsha, Чанша
CN-CHENGDU | 成都城厢 | Chengdu Chengxiang | Чэнду-Чэнсян | 成都 | Chengdu | Чэнду | 30.85,104.35 | 1435 | Asia/Shanghai | CNCDU | terminal | 城厢, 青白江, 成都, Chengdu, Chengxiang, Qingbaijiang, Чэнду
CN-CHONGQING | 重庆团结村 | Chongqing Tuanjiecun | Чунцин-Туаньцзецунь | 重庆 | Chongqing | Чунцин | 29.61,106.33 | 1435 | Asia/Shanghai | CNCQI | terminal | 团结村, 重庆, Chongqing, Tuanjiecun, Чунцин
CN-ZHENGZHOU | 郑州圃田 | Zhengzhou Putian | Чжэнчжоу-Путянь | 郑州 | Zhengzhou | Чжэнчжоу | 34.73,113.79 | 1435 | Asia/Shanghai | CNZGZ | terminal | 圃田, 郑州, Zhengzhou, Putian, Чжэнчжоу
CN-XIAN | 西安国际港 | Xi’an International Port | Сиань — Международный порт | 西安 | Xi’an | Сиань | 34.39,109.06 | 1435 | Asia/Shanghai | CNXIA | terminal | 新筑, 西安新筑, 西安, Xi'an, Xian, Xinzhu, Сиань
CN-SHENYANG | 沈阳东 | Shenyang East | Шэньян-Восточная | 沈阳 | Shenyang | Шэньян | 41.82,123.50 | 1435 | Asia/Shanghai | CNSHY | terminal | 沈阳, Shenyang, Шэньян
CN-HARBIN | 哈尔滨 | Harbin | Харбин | = | = | = | 45.73,126.65 | 1435 | Asia/Shanghai | CNHRN | terminal | 哈尔滨国际集装箱中心站, Haerbin
CN-URUMQI | 乌鲁木齐集结中心 | Urumqi Consolidation Centre | Урумчи — центр формирования поездов | 乌鲁木齐 | Urumqi | Урумчи | 43.87,87.35 | 1435 | Asia/Shanghai | CNULZ | terminal | 乌鲁木齐, Urumqi, Ürümqi, Wulumuqi, Урумчи
CN-KASHI | 喀什 | Kashi | Кашгар | = | = | = | 39.49,76.05 | 1435 | Asia/Shanghai | CNKSS | terminal | Kashgar, Qeshqer, Каши
CN-XUZHOU | 徐州 | Xuzhou | Сюйчжоу | = | = | = | 34.27,117.21 | 1435 | Asia/Shanghai | CNXZH | junction | -
CN-SHIJIAZHUANG | 石家庄 | Shijiazhuang | Шицзячжуан | = | = | = | 38.01,114.48 | 1435 | Asia/Shanghai | CNSJZ | junction | -
CN-DATONG | 大同 | Datong | Датун | = | = | = | 40.12,113.29 | 1435 | Asia/Shanghai | - | junction | -
CN-JINING | 集宁南 | Jining South | Цзинин-Южный | 乌兰察布 | Ulanqab | Уланчаб | 40.98,113.11 | 1435 | Asia/Shanghai | CNJNN | junction | 集宁, 乌兰察布, Ulanqab, Уланчаб
CN-TIANJIN | 天津 | Tianjin | Тяньцзинь | = | = | = | 39.16,117.17 | 1435 | Asia/Shanghai | CNTNJ | junction | -
CN-HAILAR | 海拉尔 | Hailar | Хайлар | 呼伦贝尔 | Hulunbuir | Хулун-Буир | 49.23,119.74 | 1435 | Asia/Shanghai | - | junction | 呼伦贝尔, Hulunbuir
CN-LANZHOU | 兰州 | Lanzhou | Ланьчжоу | = | = | = | 36.09,103.74 | 1435 | Asia/Shanghai | CNLAZ | junction | 东川, 兰州东川
CN-JIAYUGUAN | 嘉峪关 | Jiayuguan | Цзяюйгуань | = | = | = | 39.80,98.27 | 1435 | Asia/Shanghai | CNJGN | junction | -
CN-HAMI | 哈密 | Hami | Хами | = | = | = | 42.84,93.51 | 1435 | Asia/Shanghai | CNHMI | junction | Kumul
CN-JINGHE | 精河 | Jinghe | Цзинхэ | = | = | = | 44.60,82.90 | 1435 | Asia/Shanghai | - | junction | -
CN-KHORGOS | 霍尔果斯 | Khorgos | Хоргос | = | = | = | 44.20,80.41 | both | Asia/Shanghai | CNHRS | crossing | Horgos, Huoerguosi, Korgas, Хоргос (КНР)
CN-ALASHANKOU | 阿拉山口 | Alashankou | Алашанькоу | = | = | = | 45.17,82.57 | both | Asia/Shanghai | CNAKL | crossing | Alataw Pass, Alatawshankou, Alashan'kou
CN-ERENHOT | 二连浩特 | Erenhot | Эрэн-Хото | = | = | = | 43.65,111.97 | both | Asia/Shanghai | CNERC | crossing | 二连, Erlian, Erlianhaote, Ereen, Эрлянь, Эрен-Хото
CN-MANZHOULI | 满洲里 | Manzhouli | Маньчжурия | = | = | = | 49.60,117.43 | both | Asia/Shanghai | CNMLX | crossing | Manchuria, Manzhouly, Маньчжоули
CN-SUIFENHE | 绥芬河 | Suifenhe | Суйфэньхэ | = | = | = | 44.40,131.15 | both | Asia/Shanghai | CNSFH | crossing | Pogranichnaya, Suifenhe Railway Station
CN-TONGJIANG | 同江北 | Tongjiang North | Тунцзян-Северный | 同江 | Tongjiang | Тунцзян | 47.65,132.50 | both | Asia/Shanghai | CNTOJ | crossing | 同江, Tongjiang, Тунцзян
KZ-ALTYNKOL | 阿腾科里 | Altynkol | Алтынколь | = | = | = | 44.15,80.25 | both | Asia/Almaty | - | crossing | 阿尔滕科尔, Altyn-Kol, Altinkol, Алтынкөл, Алтын-Коль
KZ-DOSTYK | 多斯特克 | Dostyk | Достык | = | = | = | 45.253,82.482 | both | Asia/Almaty | - | crossing | 德鲁日巴, Dostuk, Druzhba, Дружба, Дустык
KZ-ALMATY | 阿拉木图1站 | Almaty-1 | Алматы-1 | 阿拉木图 | Almaty | Алматы | 43.34,76.95 | 1520 | Asia/Almaty | KZALA | terminal | 阿拉木图, Almaty, Alma-Ata, Almaty 1, Алматы, Алма-Ата
KZ-ZHETYGEN | 热特根 | Zhetygen | Жетыген | = | = | = | 43.68,77.11 | 1520 | Asia/Almaty | - | junction | Jetygen, Жетіген
KZ-SHU | 楚河 | Shu | Шу | = | = | = | 43.60,73.76 | 1520 | Asia/Almaty | - | junction | Chu, Чу
KZ-TARAZ | 塔拉兹 | Taraz | Тараз | = | = | = | 42.87,71.40 | 1520 | Asia/Almaty | KZTAR | junction | Zhambyl, Dzhambul, Жамбыл, Джамбул
KZ-SHYMKENT | 奇姆肯特 | Shymkent | Шымкент | = | = | = | 42.30,69.62 | 1520 | Asia/Almaty | - | terminal | Chimkent, Чимкент
KZ-SARYAGASH | 萨雷阿加什 | Saryagash | Сарыагаш | = | = | = | 41.46,69.17 | 1520 | Asia/Almaty | KZSRY | crossing | Sary-Agach, Saryagach, Сары-Агач, Сарыағаш
KZ-AKTOGAY | 阿克斗卡 | Aktogay | Актогай | = | = | = | 46.96,79.66 | 1520 | Asia/Almaty | - | junction | Aktogai, Ақтоғай
KZ-MOINTY | 莫因特 | Mointy | Моинты | = | = | = | 47.20,73.36 | 1520 | Asia/Almaty | - | junction | Moyynty, Мойынты
KZ-KARAGANDA | 卡拉干达 | Karaganda | Караганда | = | = | = | 49.79,73.09 | 1520 | Asia/Almaty | KZKGF | junction | Karagandy, Қарағанды
KZ-ASTANA | 阿斯塔纳 | Astana | Астана | = | = | = | 51.19,71.41 | 1520 | Asia/Almaty | KZAST | terminal | 努尔苏丹, Nur-Sultan, Sorokovaya, Нур-Султан, Сороковая, Akmola, Tselinograd
KZ-PETROPAVL | 彼得罗巴甫尔 | Petropavl | Петропавловск | = | = | = | 54.83,69.14 | 1520 | Asia/Almaty | KZPPK | junction | Petropavlovsk
KZ-ZHEZKAZGAN | 杰兹卡兹甘 | Zhezkazgan | Жезказган | = | = | = | 47.80,67.73 | 1520 | Asia/Almaty | - | junction | Dzhezkazgan
KZ-BEYNEU | 别伊涅乌 | Beyneu | Бейнеу | = | = | = | 45.32,55.20 | 1520 | Asia/Almaty | - | junction | Beineu
KZ-AKTAU | 阿克套港 | Aktau Port | Актау-Порт | 阿克套 | Aktau | Актау | 43.60,51.22 | 1520 | Asia/Almaty | KZAAU | crossing | 阿克套, Aktau, Актау, Aqtau
UZ-CHUKURSAY | 丘库尔赛 | Chukursay | Чукурсай | 塔什干 | Tashkent | Ташкент | 41.37,69.21 | 1520 | Asia/Tashkent | UZCHU | terminal | 塔什干, Tashkent, Chukur-Say, Chuqursoy, Ташкент, Toshkent
AZ-ALAT | 阿利亚特港 | Alat Port | Алят | 巴库 | Baku | Баку | 39.94,49.40 | 1520 | Asia/Baku | AZALA | crossing | 巴库, Alat, Alyat, Baku, Баку
GE-POTI | 波季 | Poti | Поти | = | = | = | 42.15,41.67 | 1520 | Asia/Tbilisi | GEPTI | terminal | -
MN-ZAMYNUUD | 扎门乌德 | Zamyn-Uud | Замын-Ууд | = | = | = | 43.72,111.90 | both | Asia/Ulaanbaatar | MNZUU | crossing | 扎门乌德站, Zamiin-Uud, Zamyn Uud, Дзамын-Удэ, Замын-Уудэ
MN-CHOIR | 乔伊尔 | Choir | Чойр | = | = | = | 46.36,108.36 | 1520 | Asia/Ulaanbaatar | - | junction | Чойрэн
MN-ULAANBAATAR | 乌兰巴托 | Ulaanbaatar | Улан-Батор | = | = | = | 47.91,106.88 | 1520 | Asia/Ulaanbaatar | MNULN | terminal | Ulan Bator, Ulan-Bator, Улаанбаатар
MN-SUKHBAATAR | 苏赫巴托尔 | Sükhbaatar | Сухэ-Батор | = | = | = | 50.24,106.20 | 1520 | Asia/Ulaanbaatar | - | crossing | Sukhbaatar, Suhbaatar, Sukhe-Bator, Сүхбаатар
RU-NAUSHKI | 纳乌什基 | Naushki | Наушки | = | = | = | 50.38,106.10 | 1520 | Asia/Irkutsk | RUNKI | crossing | -
RU-ZABAIKALSK | 后贝加尔斯克 | Zabaikalsk | Забайкальск | = | = | = | 49.65,117.33 | both | Asia/Chita | RUZBK | crossing | Zabaykalsk, Zabaykal'sk
RU-GRODEKOVO | 格罗杰科沃 | Grodekovo | Гродеково | 波格拉尼奇内 | Pogranichny | Пограничный | 44.41,131.38 | both | Asia/Vladivostok | RUGRK | crossing | Pogranichny, Пограничный
RU-NIZHNELENINSKOYE | 下列宁斯阔耶 | Nizhneleninskoye | Нижнеленинское | = | = | = | 47.95,132.65 | both | Asia/Vladivostok | - | crossing | 下列宁斯科耶, Nizhneleninskoe
RU-USSURIYSK | 乌苏里斯克 | Ussuriysk | Уссурийск | = | = | = | 43.80,131.98 | 1520 | Asia/Vladivostok | RUUSS | junction | 双城子, Ussurijsk
RU-KHABAROVSK | 哈巴罗夫斯克 | Khabarovsk | Хабаровск | = | = | = | 48.50,135.07 | 1520 | Asia/Vladivostok | RUKHV | junction | 伯力
RU-SKOVORODINO | 斯科沃罗季诺 | Skovorodino | Сковородино | = | = | = | 53.98,123.94 | 1520 | Asia/Yakutsk | - | junction | -
RU-KARYMSKAYA | 卡雷姆斯卡亚 | Karymskaya | Карымская | 卡雷姆斯科耶 | Karymskoye | Карымское | 51.62,114.35 | 1520 | Asia/Chita | - | junction | Karymskoye, Карымское
RU-CHITA | 赤塔 | Chita | Чита | = | = | = | 52.03,113.50 | 1520 | Asia/Chita | RUHTA | junction | -
RU-ULANUDE | 乌兰乌德 | Ulan-Ude | Улан-Удэ | = | = | = | 51.84,107.58 | 1520 | Asia/Irkutsk | RUUUD | junction | Ulan Ude
RU-IRKUTSK | 伊尔库茨克 | Irkutsk | Иркутск | = | = | = | 52.28,104.26 | 1520 | Asia/Irkutsk | RUIKT | junction | -
RU-TAISHET | 泰舍特 | Taishet | Тайшет | = | = | = | 55.94,98.00 | 1520 | Asia/Irkutsk | - | junction | Tayshet
RU-KRASNOYARSK | 克拉斯诺亚尔斯克 | Krasnoyarsk | Красноярск | = | = | = | 56.01,92.83 | 1520 | Asia/Krasnoyarsk | RUKRA | junction | -
RU-NOVOSIBIRSK | 新西伯利亚 | Novosibirsk | Новосибирск | = | = | = | 55.04,82.90 | 1520 | Asia/Novosibirsk | RUOVB | terminal | Kleshchikha, Клещиха
RU-OMSK | 鄂木斯克 | Omsk | Омск | = | = | = | 54.94,73.39 | 1520 | Asia/Omsk | RUOMS | junction | -
RU-TYUMEN | 秋明 | Tyumen | Тюмень | = | = | = | 57.15,65.52 | 1520 | Asia/Yekaterinburg | RUTJM | junction | -
RU-KURGAN | 库尔干 | Kurgan | Курган | = | = | = | 55.45,65.33 | 1520 | Asia/Yekaterinburg | RUKRO | junction | -
RU-YEKATERINBURG | 叶卡捷琳堡 | Yekaterinburg | Екатеринбург | = | = | = | 56.86,60.60 | 1520 | Asia/Yekaterinburg | RUYEK | terminal | Ekaterinburg, Sverdlovsk, Koltsovo, Екатеринбург-Товарный, Кольцово
RU-PERM | 彼尔姆 | Perm | Пермь | = | = | = | 58.00,56.19 | 1520 | Asia/Yekaterinburg | RUPEE | junction | -
RU-KIROV | 基洛夫 | Kirov | Киров | = | = | = | 58.58,49.65 | 1520 | Europe/Kirov | RUKVX | junction | -
RU-NIZHNY | 下诺夫哥罗德 | Nizhny Novgorod | Нижний Новгород | = | = | = | 56.32,43.94 | 1520 | Europe/Moscow | RUGOJ | junction | -
RU-MOSCOW | 莫斯科 | Moscow | Москва | = | = | = | 55.76,37.60 | 1520 | Europe/Moscow | RUMOW | junction | Moskva, Moscow ring, МК МЖД
RU-BELYRAST | 白拉斯特 | Bely Rast | Белый Раст | 莫斯科 | Moscow | Москва | 56.12,37.45 | 1520 | Europe/Moscow | - | terminal | Belyi Rast
RU-VORSINO | 沃尔西诺 | Vorsino | Ворсино | 莫斯科 | Moscow | Москва | 55.24,36.68 | 1520 | Europe/Moscow | RUVRS | terminal | Moscow Vorsino, 莫斯科沃尔西诺
RU-SMOLENSK | 斯摩棱斯克 | Smolensk | Смоленск | = | = | = | 54.80,32.03 | 1520 | Europe/Moscow | RULNX | junction | -
RU-KRASNOE | 克拉斯诺耶 | Krasnoe | Красное | = | = | = | 54.60,31.03 | 1520 | Europe/Moscow | - | crossing | Krasnoye
RU-KALININGRAD | 加里宁格勒 | Kaliningrad | Калининград | = | = | = | 54.69,20.50 | both | Europe/Kaliningrad | RUKGD | terminal | Dzerzhinskaya-Novaya, Дзержинская-Новая
RU-MAMONOVO | 马莫诺沃 | Mamonovo | Мамоново | = | = | = | 54.46,19.94 | both | Europe/Kaliningrad | RURZD | crossing | -
LT-VILNIUS | 维尔纽斯 | Vilnius | Вильнюс | = | = | = | 54.67,25.28 | 1520 | Europe/Vilnius | LTVIL | junction | Paneriai, Vaidotai
BY-ORSHA | 奥尔沙 | Orsha | Орша | = | = | = | 54.50,30.40 | 1520 | Europe/Minsk | BYOSH | junction | -
BY-MINSK | 明斯克科利亚季奇 | Minsk Kolyadichi | Минск-Колядичи | 明斯克 | Minsk | Минск | 53.83,27.60 | 1520 | Europe/Minsk | BYMSQ | terminal | 明斯克, Minsk, Kolyadichi, Минск, Колядичи
BY-BARANOVICHI | 巴拉诺维奇 | Baranovichi | Барановичи | = | = | = | 53.13,26.01 | 1520 | Europe/Minsk | - | junction | Baranavichy
BY-BREST | 布列斯特 | Brest | Брест | = | = | = | 52.10,23.70 | both | Europe/Minsk | BYBQT | crossing | Brest-Severny, Brest North, Брест-Северный
BY-BRUZGI | 布鲁兹吉 | Bruzgi | Брузги | 格罗德诺 | Grodno | Гродно | 53.57,23.70 | both | Europe/Minsk | - | crossing | Bruzgi–Grodno
PL-MALASZEWICZE | 马拉舍维奇 | Małaszewicze | Малашевиче | = | = | = | 52.025,23.53 | both | Europe/Warsaw | PLMAA | crossing | 马拉舍维切, Malaszewicze, Mala, Mała, Малашевичи
PL-KUZNICA | 库兹尼察 | Kuźnica | Кузница | = | = | = | 53.51,23.65 | both | Europe/Warsaw | PLKUB | crossing | Kuznica, Kuźnica Białostocka, Kuznica Bialostocka
PL-BRANIEWO | 布拉涅沃 | Braniewo | Бранево | = | = | = | 54.38,19.82 | both | Europe/Warsaw | PLBRN | crossing | -
PL-WARSAW | 华沙普鲁什科夫 | Warsaw Pruszków | Варшава-Прушкув | 华沙 | Warsaw | Варшава | 52.17,20.80 | 1435 | Europe/Warsaw | PLPZK | terminal | 华沙, Warsaw, Warszawa, Pruszków, Pruszkow, Варшава
PL-LODZ | 罗兹奥莱胡夫 | Łódź Olechów | Лодзь-Олехув | 罗兹 | Łódź | Лодзь | 51.73,19.57 | 1435 | Europe/Warsaw | PLLOD | terminal | 罗兹, Lodz, Łódź, Лодзь
PL-POZNAN | 波兹南 | Poznań | Познань | = | = | = | 52.40,16.91 | 1435 | Europe/Warsaw | PLPOZ | terminal | Poznan, Franowo
DE-FRANKFURTODER | 法兰克福（奥得河畔） | Frankfurt (Oder) | Франкфурт-на-Одере | = | = | = | 52.34,14.54 | 1435 | Europe/Berlin | DEFFO | crossing | Frankfurt Oder, Frankfurt/Oder, Oderbrücke
DE-BERLIN | 柏林 | Berlin | Берлин | = | = | = | 52.53,13.20 | 1435 | Europe/Berlin | DEBER | terminal | Großbeeren, Grossbeeren, Seddin
DE-HANNOVER | 汉诺威 | Hannover | Ганновер | = | = | = | 52.40,9.69 | 1435 | Europe/Berlin | DEHAJ | junction | Hanover
DE-HAMBURG | 汉堡比尔韦德 | Hamburg Billwerder | Гамбург-Биллвердер | 汉堡 | Hamburg | Гамбург | 53.52,10.08 | 1435 | Europe/Berlin | DEHAM | terminal | 汉堡, Hamburg, Billwerder, Гамбург
DE-DUISBURG | 杜伊斯堡 | Duisburg | Дуйсбург | = | = | = | 51.435,6.760 | 1435 | Europe/Berlin | DEDUI | terminal | DIT, Rheinhausen
NL-TILBURG | 蒂尔堡 | Tilburg | Тилбург | = | = | = | 51.58,5.05 | 1435 | Europe/Amsterdam | NLTLB | terminal | -
BE-LIEGE | 列日 | Liège | Льеж | = | = | = | 50.64,5.46 | 1435 | Europe/Brussels | BELGG | terminal | Liege, Liège Logistics
CZ-CESKATREBOVA | 捷克特热博瓦 | Česká Třebová | Ческа-Тршебова | = | = | = | 49.904,16.444 | 1435 | Europe/Prague | CZCTR | junction | Ceska Trebova
AT-VIENNA | 维也纳 | Vienna | Вена | = | = | = | 48.208,16.373 | 1435 | Europe/Vienna | ATVIE | terminal | Wien, Freudenau
HU-BUDAPEST | 布达佩斯 | Budapest | Будапешт | = | = | = | 47.498,19.040 | 1435 | Europe/Budapest | HUBUD | terminal | Mahart, BILK
HU-ZAHONY | 扎霍尼 | Záhony | Захонь | = | = | = | 48.41,22.18 | both | Europe/Budapest | HUZAH | crossing | Zahony
SK-DOBRA | 多布拉 | Dobrá | Добра | = | = | = | 48.42,22.02 | both | Europe/Bratislava | SKDBR | crossing | Dobra, Dobrá TKD
UA-CHOP | 乔普 | Chop | Чоп | = | = | = | 48.43,22.20 | both | Europe/Kyiv | UACOP | crossing | Csap
`
