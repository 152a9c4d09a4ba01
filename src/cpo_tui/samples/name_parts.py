"""The parts from which invented names are put together, by tradition.

Every name of a sample is a chance combination of common parts; none is taken from a person. Parts are written as the
people of the tradition write them. A list is one string with commas; the builders in `people` join the parts.
"""

# ruff: noqa: RUF001 - letters that resemble others are what these names are written with
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameParts:
    """Given names of women and of men, and family names; `family` of women where the language bends them."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...] = ()
    family_of_women: tuple[str, ...] = ()


def _of(women: str, men: str, family: str = "", family_of_women: str = "") -> NameParts:
    return NameParts(*(tuple(part.split(", ")) if part else () for part in (women, men, family, family_of_women)))


SPANISH = _of(
    "María Elena, Yesenia, Rosa, Ana Lucía, Blanca Estela, Daniela, Guadalupe, Karla Patricia, Leticia, Marisol, Noemí,"
    " Paola, Reina Isabel, Sandra, Silvia, Verónica, Xiomara, Yolanda, Zoila, Beatriz, Carmen, Dulce María, Esperanza,"
    " Fátima, Gladys, Heidy, Inés, Jacqueline, Keila, Lourdes, Maribel, Nancy, Ofelia, Rocío, Suyapa, Teresa",
    "José Luis, Juan Carlos, Wilmer, Óscar, Mauricio, Carlos Alberto, Denis, Edwin, Fredy, Gerardo, Héctor, Iván, Jairo,"
    " Kevin, Luis Fernando, Marvin, Nelson, Olvin, Pedro, Rigoberto, Santos, Tomás, Ulises, Víctor Hugo, Yefri, Ángel,"
    " Bayron, Cristian, Darwin, Elmer, Franklin, Germán, Hernán, Ismael, Julio César, Lázaro, Moisés, Noé",
    "García, López, Hernández, Martínez, Ramírez, Flores, Reyes, Cruz, Morales, Gómez, Vásquez, Castillo, Mejía, Ortiz,"
    " Mendoza, Aguilar, Pineda, Rivas, Alvarado, Escobar, Fuentes, Guzmán, Herrera, Juárez, Lemus, Maldonado, Núñez,"
    " Orellana, Portillo, Quintanilla, Rosales, Salazar, Torres, Umaña, Villatoro, Zelaya, Peña, Ibáñez, Muñoz, Benítez,"
    " Cárdenas, Duarte, Espinoza, Figueroa, Galeano, Huerta, Landaverde, Membreño, de León, de la Cruz, del Cid, Montes"
    " de Oca, de los Santos",
)
MAYAN = _of(
    "Ixchel, Catarina, Magdalena, Juana, Petrona, Micaela, Ana, Candelaria",
    "Diego, Gaspar, Pascual, Baltazar, Mateo, Tomás, Andrés, Lucas",
    "Tzoc, Xiloj, Ajanel, Chumil, Tzul, Batz, Ixcoy, Saquic, Us Tum, Mejía Raymundo, Pérez Ordóñez, Brito Ceto, Cha'j",
)
PORTUGUESE = _of(
    "Ana Paula, Fernanda, Juliana, Luciana, Márcia, Patrícia, Rosângela, Simone, Tatiane, Vanessa",
    "João Pedro, Anderson, Cleiton, Edivaldo, Fábio, Gilson, Jonatas, Leandro, Wesley, Thiago",
    "da Silva, dos Santos, Gonçalves, Conceição, Araújo, Magalhães, Figueirêdo, Nascimento, d'Ávila, Assunção, Brandão",
)
HAITIAN = _of(
    "Marie-Ange, Guerline, Roseline, Widline, Fabiola, Mirlande, Yolette, Nadège",
    "Jean-Robert, Wilner, Frantz, Jocelyn, Pierre-Louis, Evens, Ricardo, Mackenson",
    "Exantus, Jean-Baptiste, St. Fleur, Désir, Pierre, Cadet, Toussaint, Mondésir, Augustin, Saint-Vil, L'Hérisson",
)
CARIBBEAN = _of(
    "Shanice, Latoya, Keisha, Marcia, Tamara, Sashana",
    "Andre, Damion, Garfield, Oshane, Rohan, Winston",
    "Campbell, Grant, McKenzie, O'Connor, Wallace-Reid, Thompson, St. Hill, Baptiste, Ramcharan, Mohammed",
)
WEST_AFRICAN = _of(
    "Adaeze, Chiamaka, Folasade, Ngozi, Abena, Akosua, Temitope, Fatou",
    "Chidi, Emeka, Oluwaseun, Kwabena, Kofi, Tunde, Ifeanyi, Babatunde",
    "Okonkwo, Adeyemi, Nwachukwu, Owusu-Ansah, Boateng, Eze, Balogun, Okoye-Bello, Asante, Nnamdi, N'Guessan",
)
SAHEL = _of(
    "Aminata, Mariama, Fatoumata, Aïssatou, Kadiatou",
    "Mamadou, Ousmane, Ibrahima, Cheikh Tidiane, Abdoulaye, Souleymane",
    "Diallo, Bah, Barry, Sow, N'Diaye, Ba, Touré, Sidibé, Camara, Kane, M'Bodj",
)
ARABIC = _of(
    "فاطمة, مريم, نور, سلمى, رنا, هدى, ليلى, زينب",
    "محمد, أحمد, يوسف, خالد, عمر, حسن, طارق, سامر, عبد الرحمن",
    "الحسن, السيد, العلي, الخطيب, المصري, حداد, النجار, الصالح, منصور, الزهراني, بن عيسى",
)
ARABIC_LATIN = _of(
    "Fatima, Maryam, Noor, Salma, Huda, Layla",
    "Mohammed, Ahmad, Youssef, Khaled, Omar, Tariq, Abd al-Rahman",
    "al-Hassan, El-Sayed, al-Khatib, Haddad, al-Najjar, Mansour, Ben Aïssa, Abu Saleh, al-Masri",
)
PERSIAN = _of(
    "زهرا, مینا, شیرین, پریسا, نسرین", "رضا, علیرضا, کاوه, بهرام, داریوش", "کریمی, رضایی, موسوی, احمدی, جعفری, شیرازی"
)
AFGHAN = _of(
    "Gulalai, Zarmina, Shabnam, Parwana",
    "Ahmadullah, Najibullah, Esmatullah, Gul Agha, Zabihullah, Hamidullah, Sher Khan",
    "Noorzai, Stanikzai, Wardak, Popal, Safi, Hotak, Rahimi",
)
RUSSIAN = _of(
    "Анна Сергеевна, Ольга Викторовна, Светлана Юрьевна, Мария Андреевна, Елена Павловна",
    "Дмитрий Олегович, Пётр Алексеевич, Артём Игоревич, Николай Петрович, Руслан Маратович",
    "Кузнецов, Соловьёв, Воронцов, Лебедев, Зайцев, Орлов, Щербаков, Гусев",
    "Кузнецова, Соловьёва, Воронцова, Лебедева, Зайцева, Орлова, Щербакова, Гусева",
)
UKRAINIAN = _of(
    "Оксана, Наталія, Ірина, Юлія, Катерина, Леся",
    "Олексій, Андрій, Тарас, Богдан, Сергій, Юрій",
    "Петренко, Шевчук, Бондаренко, Кравець, Гнатюк, Лисенко, Мельник, Ткаченко",
)
CENTRAL_ASIAN = _of(
    "Dilnoza, Gulnora, Aigerim, Nilufar, Zarina",
    "Otabek, Jasur, Rustam, Azizbek, Bakyt, Sherzod",
    "Karimov, Yusupov, G'aniyev, Toshmatov, Abdullayev, Ro'ziyev, Beishenaliev",
    "Karimova, Yusupova, G'aniyeva, Toshmatova, Abdullayeva, Ro'ziyeva, Beishenalieva",
)
GEORGIAN = _of(
    "ნინო, თამარ, ქეთევან, მარიამ", "გიორგი, ლევან, დავით, ზურაბ", "ბერიძე, კაპანაძე, მაისურაძე, ლომიძე, ჩხეიძე"
)
ARMENIAN = _of(
    "Անահիտ, Աննա, Լուսինե, Մարիամ", "Արմեն, Տիգրան, Գևորգ, Հայկ", "Հակոբյան, Սարգսյան, Գրիգորյան, Պետրոսյան, Մկրտչյան"
)
TURKISH = _of(
    "Ayşe, Elif, Zeynep, Gülşen, Özlem",
    "Mehmet, İbrahim, Çağlar, Emre, Uğur, Şükrü",
    "Yıldız, Öztürk, Çelik, Şahin, Aydın, Güneş, Kılıç, Işık",
)
ROMANIAN = _of(
    "Ioana, Mihaela, Ștefania, Cătălina",
    "Ștefan, Ionuț, Florin, Gheorghe, Răzvan",
    "Țurcanu, Munteanu, Dumitrașcu, Ciobanu, Bălan, Rusu",
)
POLISH = _of(
    "Agnieszka, Małgorzata, Bożena",
    "Łukasz, Grzegorz, Paweł, Zbigniew",
    "Wójcik, Zieliński, Dąbrowski, Wiśniewski, Kołodziej",
    "Wójcik, Zielińska, Dąbrowska, Wiśniewska, Kołodziej",
)
ALBANIAN = _of(
    "Arbëresha, Drita, Mimoza", "Agron, Besnik, Ilir, Këlçyra, Përparim", "Hoxha, Gjoka, Çela, Krasniqi, Shehu"
)
IRISH = _of(
    "Aoife, Máire, Siobhán, Niamh",
    "Ciarán, Pádraig, Seán, Eoin",
    "O'Brien, O'Sullivan-Kerr, MacGabhann, Ní Dhomhnaill, O’Shea, Fitzgerald",
)
CHINESE = _of(
    "小梅, 丽华, 秀英, 雪琴, 晓燕, 玉兰",
    "建国, 志强, 小龙, 文斌, 家明, 伟, 海波",
    "李, 陈, 林, 郑, 黄, 王, 欧阳, 周, 吴, 何",
)
FUZHOU = _of(
    "Xiuying, Meilan, Yuzhen, Lihua", "Jianguo, Weibin, Zhiqiang, Guoliang", "Chen, Lin, Zheng, Ng, Ouyang, Dong, Wu"
)
KOREAN = _of("서연, 미경, 지은, 혜진", "민수, 성호, 동현, 재영", "김, 이, 박, 최, 남궁, 정")
JAPANESE = _of("陽子, さくら, 美咲", "健太, 翔, 浩二", "佐藤, 渡辺, 小笠原, 長谷川")
VIETNAMESE = _of(
    "Thị Hồng, Thị Minh Tâm, Thị Bích Ngọc, Thị Lan, Ngọc Ánh",
    "Văn An, Văn Đức, Quốc Hùng, Minh Tuấn, Hữu Phước, Thanh Sơn",
    "Nguyễn, Trần, Lê, Phạm, Đặng, Huỳnh, Võ, Bùi, Đỗ",
)
HINDI = _of("सुनीता, अंजलि, कविता, मीना, पूजा", "राजेश, अमित, विजय, दीपक, संजय", "शर्मा, वर्मा, यादव, गुप्ता, मिश्रा, चौधरी")
PUNJABI = _of(
    "Harpreet, Manjit, Simranjeet, Jaswinder",
    "Gurpreet, Lovepreet, Balwinder, Jagdeep, Amandeep",
    "Singh, Dhillon, Gill, Sandhu, Sidhu",
)
GUJARATI = _of(
    "Hetalben, Kinjalben, Jignaben", "Bhaveshkumar, Hiteshbhai, Jigneshkumar", "Patel, Chaudhari, Prajapati, Barot"
)
NEPALI = _of("सीता, गीता, सरिता", "प्रकाश, बिष्णु, रमेश", "थापा, गुरुङ, तामाङ, श्रेष्ठ")
BENGALI = _of("নাসরিন, শিরিন, রুমানা", "আব্দুল করিম, রফিকুল, জাহাঙ্গীর", "হোসেন, ইসলাম, উদ্দিন, চৌধুরী")
TAMIL = _of(
    "Kamala, Thulasi, Vasanthi",
    "Sivakumar, Ravichandran, Thavarajah, Selvam",
    "Subramaniam, Balasingam, Kanagaratnam, Nadarajah",
)
BURMESE = _of("Thida, Khin Mar Oo, Su Su, Nan Mya", "Aung Kyaw Zin, Ko Naing, Zaw Min, U Tin Shwe")
INDONESIAN = _of("Sumiati, Wulandari, Kartini", "Suharyono, Budiman, Sutrisno, Wahyudi")
FILIPINO = _of(
    "Maricel, Jocelyn, Analiza, Rosalie",
    "Rodel, Arnel, Jun-Jun, Danilo",
    "Dela Cruz, Magbanua, Villanueva, Dimaculangan, Macaraeg, Bautista",
)
LAO_HMONG = _of(
    "Mai Yer, Bouavanh, Pa Houa",
    "Tou Ger, Somphone, Khamphet, Xay",
    "Vang, Xiong, Lor, Phommachanh, Souvannarath, Yang",
)
AMHARIC = _of("አስቴር, ሄለን, ትዕግስት, ብርሃን", "ተስፋዬ, ዳዊት, ሙሉጌታ, አበበ", "ገብረ, ወልደማርያም, ከበደ, ታደሰ, መኮንን")
TIGRINYA = _of(
    "Selam, Letebrhan, Rahwa, Feven", "Yonas, Tesfalem, Kidane, Filmon", "Gebremeskel, Woldu, Haile, Tekle, Araya"
)
SOMALI = _of(
    "Hodan, Ayaan, Sahra, Ifrah", "Abdirahman, Mahad, Guled, Liban", "Warsame, Farah, Jama, Cabdi Nuur, Hirsi, Cali"
)
