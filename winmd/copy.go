package winmd

import (
	"cmp"
	"fmt"
	"slices"
)

// write lays out a file of the types given.
func (u *universe) write(ids []typeID, opts WriteOptions) ([]byte, error) {
	name := cmp.Or(opts.Name, "Windows")
	c := &copier{
		universe: u,
		b:        newBuilder(),
		keep:     opts.Keep,
		newRID:   make(map[typeID]uint32, len(ids)),
		texts:    map[source]String{},
		blobs:    map[source]Blob{},
		types:    map[source]Token{},
		sigs:     map[source]Blob{},
		methods:  map[source]Token{},
		members:  map[MemberRefRow]Token{},
		refs:     map[row]Token{},
	}
	version := "WindowsRuntime 1.4"
	if len(u.files) > 0 && u.files[0].version != "" {
		version = u.files[0].version
	}
	c.b.add(TableModule, ModuleRow{Name: c.b.text(name + ".winmd"), Mvid: 1})
	c.b.add(TableAssembly, AssemblyRow{
		HashAlgID: 0x8004, // SHA-1, as the system's own files say
		// All ones: metadata of the system fits any version asked for.
		MajorVersion: 0xFF, MinorVersion: 0xFF, BuildNumber: 0xFF, RevisionNumber: 0xFF,
		Flags: AssemblyWindowsRuntime,
		Name:  c.b.text(name),
	})
	c.b.add(TableTypeDef, TypeDefRow{Name: c.b.text("<Module>"), FieldList: 1, MethodList: 1})

	ids = slices.Clone(ids)
	u.order(ids)
	for i, id := range ids {
		c.newRID[id] = uint32(i) + 2
	}
	// Definitions first, since everything else refers to them; what refers to
	// rows of sorted tables last.
	for _, step := range []func(file int, rid uint32) error{c.definition, c.properties, c.relations} {
		for _, id := range ids {
			if err := cmp.Or(step(u.types[id].file, u.types[id].rid), c.b.err); err != nil {
				return nil, err
			}
		}
	}
	if err := c.genericParams(); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.attachments(), c.b.err); err != nil {
		return nil, err
	}
	for t := range c.b.rows {
		switch t := Table(t); t {
		case TableInterfaceImpl, TableGenericParam, TableGenericParamConstraint:
			// Attributes point at their rows, which were added in order.
		default:
			if err := c.b.sort(t); err != nil {
				return nil, err
			}
		}
	}
	metadata, err := c.b.metadata(version)
	if err != nil {
		return nil, err
	}
	return image(metadata)
}

// source is an offset in a heap, a row or a token of one of the files.
type source struct {
	file int
	from uint32
	kind sigKind
}

type sigKind uint8

const (
	noSig sigKind = iota
	methodSig
	propertySig
	fieldSig
)

// copied is a row that can have attributes, constants and layouts.
type copied struct {
	file     int
	old, new Token
}

// copier copies types from the files of a universe into a builder.
type copier struct {
	universe *universe
	b        *builder
	keep     func(namespace, name string) bool
	newRID   map[typeID]uint32

	texts   map[source]String      // done translations of names
	blobs   map[source]Blob        // of blobs
	types   map[source]Token       // of type tokens
	sigs    map[source]Blob        // of signatures
	methods map[source]Token       // of MethodDefs
	members map[MemberRefRow]Token // methods by owner, name and signature
	refs    map[row]Token          // rows that are written once: references, specifications
	rows    []copied
	generic []copied // GenericParam rows waiting to be sorted; new is the owner
	depth   int      // of TypeSpecs within TypeSpecs
}

// ref adds a row that is shared.
func (c *copier) ref(t Table, r row) Token {
	if token, ok := c.refs[r]; ok {
		return token
	}
	token := NewToken(t, c.b.add(t, r))
	c.refs[r] = token
	return token
}

func (c *copier) text(file int, s String) String {
	key := source{file: file, from: uint32(s)}
	done, ok := c.texts[key]
	if !ok {
		done = c.b.text(c.universe.files[file].String(s))
		c.texts[key] = done
	}
	return done
}

func (c *copier) blob(file int, b Blob) (Blob, error) {
	key := source{file: file, from: uint32(b)}
	if done, ok := c.blobs[key]; ok {
		return done, nil
	}
	data, err := c.universe.files[file].Blob(b)
	if err != nil {
		return 0, err
	}
	done := c.b.blob(data)
	c.blobs[key] = done
	return done, nil
}

// typeToken translates a TypeDef, TypeRef or TypeSpec.
func (c *copier) typeToken(file int, t Token) (Token, error) {
	if t.IsNil() {
		return 0, nil
	}
	key := source{file: file, from: uint32(t)}
	if done, ok := c.types[key]; ok {
		if done.IsNil() {
			return 0, c.universe.files[file].fail(t.String(), 0, "type is made of itself")
		}
		return done, nil
	}
	c.types[key] = 0 // in progress
	done, err := c.translate(file, t)
	if err != nil {
		return 0, err
	}
	c.types[key] = done
	return done, nil
}

func (c *copier) translate(file int, t Token) (Token, error) {
	f := c.universe.files[file]
	if t.Table() == TableTypeSpec {
		if c.depth++; c.depth > maxDepth {
			return 0, f.fail(t.String(), 0, "type specifications nest deeper than %d", maxDepth)
		}
		defer func() { c.depth-- }()
		sig, err := f.TypeSpecSignature(t.RID())
		if err != nil {
			return 0, err
		}
		w := c.sigWriter(file)
		w.typ(&sig)
		return c.ref(TableTypeSpec, TypeSpecRow{Signature: c.b.blob(w.data)}), w.err
	}
	id, err := c.universe.resolve(file, t)
	if err != nil {
		return 0, err
	}
	if id != noType {
		rid, ok := c.newRID[id]
		if !ok {
			return 0, f.fail(t.String(), 0, "type %v is needed, but was not chosen", &c.universe.types[id])
		}
		return NewToken(TableTypeDef, rid), nil
	}
	if t.Table() != TableTypeRef {
		return 0, f.fail(t.String(), 0, "type <Module> can not be referred to")
	}
	row := f.TypeRef(t.RID())
	scope, err := c.scope(file, row.ResolutionScope)
	if err != nil {
		return 0, err
	}
	return c.ref(TableTypeRef, TypeRefRow{scope, c.text(file, row.Name), c.text(file, row.Namespace)}), nil
}

// scope translates where a type that none of the files defines comes from.
func (c *copier) scope(file int, t Token) (Token, error) {
	f := c.universe.files[file]
	switch t.Table() {
	case TableTypeRef:
		return c.typeToken(file, t)
	case TableModuleRef:
		return c.moduleRef(file, t.RID()), nil
	case TableAssemblyRef:
		row := f.AssemblyRef(t.RID())
		var err error
		if row.PublicKeyOrToken, err = c.blob(file, row.PublicKeyOrToken); err != nil {
			return 0, err
		}
		if row.HashValue, err = c.blob(file, row.HashValue); err != nil {
			return 0, err
		}
		row.Name, row.Culture = c.text(file, row.Name), c.text(file, row.Culture)
		return c.ref(TableAssemblyRef, row), nil
	}
	return 0, nil
}

func (c *copier) moduleRef(file int, rid uint32) Token {
	row := c.universe.files[file].ModuleRef(rid)
	return c.ref(TableModuleRef, ModuleRefRow{Name: c.text(file, row.Name)})
}

func (c *copier) sigWriter(file int) *sigWriter {
	return &sigWriter{token: func(t Token) (Token, error) { return c.typeToken(file, t) }}
}

// signature translates the types that a signature names.
func (c *copier) signature(file int, kind sigKind, b Blob) (Blob, error) {
	key := source{file, uint32(b), kind}
	if done, ok := c.sigs[key]; ok {
		return done, nil
	}
	f := c.universe.files[file]
	w := c.sigWriter(file)
	switch kind {
	case methodSig, propertySig:
		decode := f.MethodSignature
		if kind == propertySig {
			decode = f.PropertySignature
		}
		sig, err := decode(b)
		if err != nil {
			return 0, err
		}
		w.method(&sig)
	case fieldSig:
		sig, err := f.FieldSignature(b)
		if err != nil {
			return 0, err
		}
		w.byte(sigField)
		w.typ(&sig)
	}
	if w.err != nil {
		return 0, w.err
	}
	done := c.b.blob(w.data)
	c.sigs[key] = done
	return done, nil
}

// method translates a MethodDef or MemberRef. A MemberRef to a method that is
// here becomes its MethodDef.
func (c *copier) method(file int, t Token) (Token, error) {
	f := c.universe.files[file]
	switch t.Table() {
	case TableMethodDef:
		if done, ok := c.methods[source{file: file, from: t.RID()}]; ok {
			return done, nil
		}
		return 0, f.fail(t.String(), 0, "method is needed, but its type was not chosen")
	case TableMemberRef:
		row := f.MemberRef(t.RID())
		var err error
		switch row.Class.Table() {
		case TableMethodDef:
			row.Class, err = c.method(file, row.Class)
		case TableModuleRef:
			row.Class = c.moduleRef(file, row.Class.RID())
		default:
			row.Class, err = c.typeToken(file, row.Class)
		}
		if err != nil {
			return 0, err
		}
		kind := methodSig
		if sig, _ := f.Blob(row.Signature); len(sig) > 0 && sig[0] == sigField {
			kind = fieldSig
		}
		if row.Signature, err = c.signature(file, kind, row.Signature); err != nil {
			return 0, err
		}
		row.Name = c.text(file, row.Name)
		if here, ok := c.members[row]; ok {
			return here, nil
		}
		return c.ref(TableMemberRef, row), nil
	}
	return 0, f.fail(t.String(), 0, "no method")
}

func (c *copier) newType(file int, rid uint32) uint32 {
	return c.newRID[c.universe.byRow[file][rid]]
}

func (c *copier) copied(file int, t Table, old, new uint32) {
	c.rows = append(c.rows, copied{file, NewToken(t, old), NewToken(t, new)})
}

// definition copies a TypeDef with its fields and methods.
func (c *copier) definition(file int, rid uint32) error {
	f := c.universe.files[file]
	row := f.TypeDef(rid)
	extends, err := c.typeToken(file, row.Extends)
	if err != nil {
		return err
	}
	c.copied(file, TableTypeDef, rid, c.b.add(TableTypeDef, TypeDefRow{
		Flags: row.Flags, Name: c.text(file, row.Name), Namespace: c.text(file, row.Namespace), Extends: extends,
		FieldList: c.b.next(TableField), MethodList: c.b.next(TableMethodDef),
	}))
	for i, end := f.FieldsOf(rid); i < end; i++ {
		row := f.Field(i)
		if row.Signature, err = c.signature(file, fieldSig, row.Signature); err != nil {
			return err
		}
		row.Name = c.text(file, row.Name)
		c.copied(file, TableField, i, c.b.add(TableField, row))
	}
	owner := NewToken(TableTypeDef, c.newType(file, rid))
	for i, end := f.MethodsOf(rid); i < end; i++ {
		row := f.MethodDef(i)
		if row.Signature, err = c.signature(file, methodSig, row.Signature); err != nil {
			return err
		}
		row.RVA = 0
		row.Name = c.text(file, row.Name)
		row.ParamList = c.b.next(TableParam)
		new := c.b.add(TableMethodDef, row)
		c.copied(file, TableMethodDef, i, new)
		c.methods[source{file: file, from: i}] = NewToken(TableMethodDef, new)
		c.members[MemberRefRow{owner, row.Name, row.Signature}] = NewToken(TableMethodDef, new)
		for p, end := f.ParamsOf(i); p < end; p++ {
			row := f.Param(p)
			row.Name = c.text(file, row.Name)
			c.copied(file, TableParam, p, c.b.add(TableParam, row))
		}
	}
	return nil
}

// properties copies the properties and events of a TypeDef.
func (c *copier) properties(file int, rid uint32) error {
	f := c.universe.files[file]
	new := c.newType(file, rid)
	first, end := f.PropertiesOf(rid)
	if first < end {
		c.b.add(TablePropertyMap, PropertyMapRow{new, c.b.next(TableProperty)})
	}
	for i := first; i < end; i++ {
		row := f.Property(i)
		var err error
		if row.Type, err = c.signature(file, propertySig, row.Type); err != nil {
			return err
		}
		row.Name = c.text(file, row.Name)
		c.copied(file, TableProperty, i, c.b.add(TableProperty, row))
	}
	first, end = f.EventsOf(rid)
	if first < end {
		c.b.add(TableEventMap, EventMapRow{new, c.b.next(TableEvent)})
	}
	for i := first; i < end; i++ {
		row := f.Event(i)
		var err error
		if row.EventType, err = c.typeToken(file, row.EventType); err != nil {
			return err
		}
		row.Name = c.text(file, row.Name)
		c.copied(file, TableEvent, i, c.b.add(TableEvent, row))
	}
	return nil
}

// relations copies what a TypeDef implements, where it is nested, how it is laid
// out, and keeps its type parameters for later.
func (c *copier) relations(file int, rid uint32) error {
	f := c.universe.files[file]
	new := c.newType(file, rid)
	type implementation struct {
		row   uint32
		key   uint32
		iface Token
	}
	var all []implementation
	for i, end := f.InterfacesOf(rid); i < end; i++ {
		iface, err := c.typeToken(file, f.InterfaceImpl(i).Interface)
		if err != nil {
			return err
		}
		key, _ := codedIndexes[codedTypeDefOrRef].encode(iface)
		all = append(all, implementation{i, key, iface})
	}
	slices.SortStableFunc(all, func(a, b implementation) int { return cmp.Compare(a.key, b.key) })
	for _, i := range all {
		c.copied(file, TableInterfaceImpl, i.row, c.b.add(TableInterfaceImpl, InterfaceImplRow{new, i.iface}))
	}
	for i, end := f.MethodImplsOf(rid); i < end; i++ {
		row := f.MethodImpl(i)
		body, err := c.method(file, row.MethodBody)
		if err != nil {
			return err
		}
		declaration, err := c.method(file, row.MethodDeclaration)
		if err != nil {
			return err
		}
		c.b.add(TableMethodImpl, MethodImplRow{new, body, declaration})
	}
	if i, ok := f.ClassLayoutOf(rid); ok {
		row := f.ClassLayout(i)
		row.Parent = new
		c.b.add(TableClassLayout, row)
	}
	if outer, ok := f.EnclosingType(rid); ok {
		c.b.add(TableNestedClass, NestedClassRow{new, c.newType(file, outer)})
	}
	c.keepGenerics(file, NewToken(TableTypeDef, rid), NewToken(TableTypeDef, new))
	for i, end := f.MethodsOf(rid); i < end; i++ {
		c.keepGenerics(file, NewToken(TableMethodDef, i), c.methods[source{file: file, from: i}])
	}
	return nil
}

func (c *copier) keepGenerics(file int, owner, newOwner Token) {
	for i, end := c.universe.files[file].GenericParamsOf(owner); i < end; i++ {
		c.generic = append(c.generic, copied{file, NewToken(TableGenericParam, i), newOwner})
	}
}

// genericParams copies the type parameters, in the order of their owners, and
// with them their constraints.
func (c *copier) genericParams() error {
	key := func(g copied) (owner, number uint32) {
		owner, _ = codedIndexes[codedTypeOrMethodDef].encode(g.new)
		return owner, uint32(c.universe.files[g.file].GenericParam(g.old.RID()).Number)
	}
	slices.SortStableFunc(c.generic, func(a, b copied) int {
		x, i := key(a)
		y, j := key(b)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(i, j))
	})
	for _, g := range c.generic {
		f := c.universe.files[g.file]
		row := f.GenericParam(g.old.RID())
		row.Owner = g.new
		row.Name = c.text(g.file, row.Name)
		new := c.b.add(TableGenericParam, row)
		c.copied(g.file, TableGenericParam, g.old.RID(), new)
		for i, end := f.equal(TableGenericParamConstraint, 0, g.old.RID()); i < end; i++ {
			constraint, err := c.typeToken(g.file, f.GenericParamConstraint(i).Constraint)
			if err != nil {
				return err
			}
			c.copied(g.file, TableGenericParamConstraint, i,
				c.b.add(TableGenericParamConstraint, GenericParamConstraintRow{new, constraint}))
		}
	}
	return nil
}

// attachments copies what hangs on the rows copied so far: attributes,
// constants, accessors, offsets and imports.
func (c *copier) attachments() error {
	for _, r := range c.rows {
		f := c.universe.files[r.file]
		if err := c.attributes(r); err != nil {
			return err
		}
		if i, ok := f.ConstantOf(r.old); ok {
			row := f.Constant(i)
			value, err := c.blob(r.file, row.Value)
			if err != nil {
				return err
			}
			c.b.add(TableConstant, ConstantRow{row.Type, r.new, value})
		}
		for i, end := f.SemanticsOf(r.old); i < end; i++ {
			row := f.MethodSemantics(i)
			method, err := c.method(r.file, NewToken(TableMethodDef, row.Method))
			if err != nil {
				return err
			}
			c.b.add(TableMethodSemantics, MethodSemanticsRow{row.Semantics, method.RID(), r.new})
		}
		if r.old.Table() == TableField {
			if i, ok := f.FieldLayoutOf(r.old.RID()); ok {
				c.b.add(TableFieldLayout, FieldLayoutRow{f.FieldLayout(i).Offset, r.new.RID()})
			}
		}
		if i, ok := f.ImplMapOf(r.old); ok {
			row := f.ImplMap(i)
			c.b.add(TableImplMap, ImplMapRow{row.MappingFlags, r.new, c.text(r.file, row.ImportName),
				c.moduleRef(r.file, row.ImportScope).RID()})
		}
	}
	return nil
}

func (c *copier) attributes(r copied) error {
	f := c.universe.files[r.file]
	for i, end := f.AttributesOf(r.old); i < end; i++ {
		if c.keep != nil && !c.keep(f.AttributeType(i)) {
			continue
		}
		row := f.CustomAttribute(i)
		constructor, err := c.method(r.file, row.Type)
		if err != nil {
			return fmt.Errorf("attribute of %v: %w", r.old, err)
		}
		value, err := c.blob(r.file, row.Value)
		if err != nil {
			return err
		}
		c.b.add(TableCustomAttribute, CustomAttributeRow{r.new, constructor, value})
	}
	return nil
}
