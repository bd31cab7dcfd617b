package winmd

import "fmt"

// image wraps metadata into the PE file that a .winmd is: a DLL without code,
// its one section holding the CLI header and the metadata (ECMA-335 §II.25).
func image(metadata []byte) ([]byte, error) {
	const (
		fileAlignment    = 0x200
		sectionAlignment = 0x1000
		headers          = 0x200  // bytes of all headers, in the file
		textRVA          = 0x1000 // the section, in memory
		cliSize          = 72
		imageBase        = 0x400000
	)
	if len(metadata) > 1<<30 {
		return nil, fmt.Errorf("metadata of %d bytes is too large for a PE file", len(metadata))
	}
	align := func(n, to int) uint32 { return uint32((n + to - 1) / to * to) }
	textSize := cliSize + len(metadata)
	rawSize := align(textSize, fileAlignment)

	data := make([]byte, headers, headers+int(rawSize))
	copy(data, "MZ")
	le.PutUint32(data[0x3C:], 0x40)
	copy(data[0x40:], "PE\x00\x00")
	coff := data[0x44:]
	le.PutUint16(coff[0:], 0x014C) // IMAGE_FILE_MACHINE_I386
	le.PutUint16(coff[2:], 1)      // sections
	le.PutUint16(coff[16:], 0xE0)  // bytes of the optional header
	le.PutUint16(coff[18:], 0x2102)
	optional := coff[20:]
	le.PutUint16(optional[0:], 0x010B) // PE32
	optional[2] = 11
	le.PutUint32(optional[4:], rawSize)                                    // SizeOfCode
	le.PutUint32(optional[20:], textRVA)                                   // BaseOfCode
	le.PutUint32(optional[24:], align(textRVA+textSize, sectionAlignment)) // BaseOfData
	le.PutUint32(optional[28:], imageBase)
	le.PutUint32(optional[32:], sectionAlignment)
	le.PutUint32(optional[36:], fileAlignment)
	le.PutUint16(optional[40:], 6) // operating system 6.2, the first with .winmd
	le.PutUint16(optional[42:], 2)
	le.PutUint16(optional[48:], 6) // subsystem 6.2
	le.PutUint16(optional[50:], 2)
	le.PutUint32(optional[56:], align(textRVA+textSize, sectionAlignment)) // SizeOfImage
	le.PutUint32(optional[60:], headers)
	le.PutUint16(optional[68:], 3)      // IMAGE_SUBSYSTEM_WINDOWS_CUI
	le.PutUint16(optional[70:], 0x0540) // dynamic base, NX, no SEH
	le.PutUint32(optional[72:], 0x100000)
	le.PutUint32(optional[76:], 0x1000)
	le.PutUint32(optional[80:], 0x100000)
	le.PutUint32(optional[84:], 0x1000)
	le.PutUint32(optional[92:], 16) // data directories
	le.PutUint32(optional[96+8*14:], textRVA)
	le.PutUint32(optional[96+8*14+4:], cliSize)
	section := optional[0xE0:]
	copy(section, ".text")
	le.PutUint32(section[8:], uint32(textSize))
	le.PutUint32(section[12:], textRVA)
	le.PutUint32(section[16:], rawSize)
	le.PutUint32(section[20:], headers)
	le.PutUint32(section[36:], 0x40000040) // initialized data, readable

	cli := make([]byte, cliSize)
	le.PutUint32(cli[0:], cliSize)
	le.PutUint16(cli[4:], 2) // runtime 2.5
	le.PutUint16(cli[6:], 5)
	le.PutUint32(cli[8:], textRVA+cliSize)
	le.PutUint32(cli[12:], uint32(len(metadata)))
	le.PutUint32(cli[16:], 1) // IL only
	data = append(data, cli...)
	data = append(data, metadata...)
	return append(data, make([]byte, int(rawSize)-textSize)...), nil
}
