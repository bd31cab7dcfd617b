package winmd

// closure returns roots and every type that describing them needs: what their
// signatures, bases, interfaces and attributes name, and what encloses and is
// nested in them.
func (u *universe) closure(roots []typeID, keep func(namespace, name string) bool) ([]typeID, error) {
	nested := map[typeID][]typeID{}
	for id := range u.types {
		if outer := u.types[id].enclosing; outer != noType {
			nested[outer] = append(nested[outer], typeID(id))
		}
	}
	reached := make([]bool, len(u.types))
	var queue []typeID
	reach := func(id typeID) {
		if id != noType && !reached[id] {
			reached[id] = true
			queue = append(queue, id)
		}
	}
	for _, id := range roots {
		reach(id)
	}
	var all []typeID
	seen := map[source]bool{}
	for len(queue) > 0 {
		id := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		all = append(all, id)
		d := &u.types[id]
		reach(d.enclosing)
		for _, inner := range nested[id] {
			reach(inner)
		}
		v := visitor{universe: u, file: d.file, keep: keep, reach: reach, seen: seen}
		v.definition(d.rid)
		if v.err != nil {
			return nil, v.err
		}
	}
	return all, nil
}

// visitor reaches the types that one definition names.
type visitor struct {
	universe *universe
	file     int
	keep     func(namespace, name string) bool
	reach    func(typeID)
	seen     map[source]bool // TypeSpecs and signatures, which can be shared
	err      error
}

func (v *visitor) definition(rid uint32) {
	f := v.universe.files[v.file]
	row := f.TypeDef(rid)
	v.token(row.Extends, 0)
	v.attributes(NewToken(TableTypeDef, rid))
	v.generics(NewToken(TableTypeDef, rid))
	for i, end := f.InterfacesOf(rid); i < end; i++ {
		v.token(f.InterfaceImpl(i).Interface, 0)
		v.attributes(NewToken(TableInterfaceImpl, i))
	}
	for i, end := f.FieldsOf(rid); i < end; i++ {
		v.signature(f.Field(i).Signature, fieldSig)
		v.attributes(NewToken(TableField, i))
	}
	for i, end := f.MethodsOf(rid); i < end; i++ {
		v.signature(f.MethodDef(i).Signature, methodSig)
		v.attributes(NewToken(TableMethodDef, i))
		v.generics(NewToken(TableMethodDef, i))
		for p, end := f.ParamsOf(i); p < end; p++ {
			v.attributes(NewToken(TableParam, p))
		}
	}
	for i, end := f.PropertiesOf(rid); i < end; i++ {
		v.signature(f.Property(i).Type, propertySig)
		v.attributes(NewToken(TableProperty, i))
	}
	for i, end := f.EventsOf(rid); i < end; i++ {
		v.token(f.Event(i).EventType, 0)
		v.attributes(NewToken(TableEvent, i))
	}
	for i, end := f.MethodImplsOf(rid); i < end; i++ {
		row := f.MethodImpl(i)
		for _, method := range []Token{row.MethodBody, row.MethodDeclaration} {
			if owner := f.memberOwner(method); !owner.IsNil() {
				v.token(owner, 0)
			}
		}
	}
}

// memberOwner returns the type that a MethodDef or MemberRef belongs to; a call
// with more arguments than its method names is a MemberRef to that MethodDef.
func (f *File) memberOwner(member Token) Token {
	owner := f.attributeType(member)
	if owner.Table() == TableMethodDef {
		owner = f.attributeType(owner)
	}
	switch owner.Table() {
	case TableTypeDef, TableTypeRef, TableTypeSpec:
		return owner
	}
	return 0
}

func (v *visitor) check(err error) {
	if v.err == nil {
		v.err = err
	}
}

// again reports whether something was seen before, and remembers it.
func (v *visitor) again(from uint32, kind sigKind) bool {
	key := source{v.file, from, kind}
	seen := v.seen[key]
	v.seen[key] = true
	return seen
}

func (v *visitor) signature(b Blob, kind sigKind) {
	if v.err != nil || v.again(uint32(b), kind) {
		return
	}
	f := v.universe.files[v.file]
	switch kind {
	case fieldSig:
		t, err := f.FieldSignature(b)
		v.check(err)
		v.typ(&t, 0)
	case methodSig:
		m, err := f.MethodSignature(b)
		v.check(err)
		v.method(&m, 0)
	case propertySig:
		m, err := f.PropertySignature(b)
		v.check(err)
		v.method(&m, 0)
	}
}

func (v *visitor) token(t Token, depth int) {
	if v.err != nil || t.IsNil() {
		return
	}
	if t.Table() == TableTypeSpec {
		if v.again(uint32(t), noSig) {
			return
		}
		sig, err := v.universe.files[v.file].TypeSpecSignature(t.RID())
		v.check(err)
		if depth > maxDepth {
			v.check(v.universe.files[v.file].fail(t.String(), 0, "type specifications nest deeper than %d", maxDepth))
		}
		v.typ(&sig, depth+1)
		return
	}
	id, err := v.universe.resolve(v.file, t)
	v.check(err)
	v.reach(id)
}

func (v *visitor) method(m *MethodSig, depth int) {
	v.typ(&m.Return.Type, depth)
	for i := range m.Params {
		v.typ(&m.Params[i].Type, depth)
	}
}

func (v *visitor) typ(t *TypeSig, depth int) {
	if v.err != nil {
		return
	}
	for _, m := range t.Modifiers {
		v.token(m.Token, depth)
	}
	v.token(t.Token, depth)
	if t.Elem != nil {
		v.typ(t.Elem, depth)
	}
	if t.Method != nil {
		v.method(t.Method, depth)
	}
	for i := range t.Args {
		v.typ(&t.Args[i], depth)
	}
}

func (v *visitor) generics(owner Token) {
	f := v.universe.files[v.file]
	for i, end := f.GenericParamsOf(owner); i < end; i++ {
		v.attributes(NewToken(TableGenericParam, i))
		for c, end := f.equal(TableGenericParamConstraint, 0, i); c < end; c++ {
			v.token(f.GenericParamConstraint(c).Constraint, 0)
			v.attributes(NewToken(TableGenericParamConstraint, c))
		}
	}
}

// attributes reaches the types of attributes, and the types that their values
// name: as System.Type, as an enum, or as text, which is how contracts are named
// in older metadata.
func (v *visitor) attributes(parent Token) {
	f := v.universe.files[v.file]
	for i, end := f.AttributesOf(parent); i < end && v.err == nil; i++ {
		if v.keep != nil && !v.keep(f.AttributeType(i)) {
			continue
		}
		v.token(f.attributeType(f.CustomAttribute(i).Type), 0)
		a, err := f.attribute(i, v.universe.enumSize)
		v.check(err)
		for _, arg := range a.Fixed {
			v.argument(&arg)
		}
		for _, arg := range a.Named {
			v.argument(&arg.AttributeArg)
		}
	}
}

func (v *visitor) argument(a *AttributeArg) {
	name := ""
	switch value := a.Value.(type) {
	case TypeName:
		name = value.String()
	case EnumValue:
		name = value.Type
	case string:
		name = value
	case []AttributeArg:
		for i := range value {
			v.argument(&value[i])
		}
		return
	default:
		return
	}
	if id, ok := v.universe.named(name); ok {
		v.reach(id)
	}
}
