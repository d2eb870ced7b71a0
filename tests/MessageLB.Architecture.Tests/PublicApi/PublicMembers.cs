using System.Reflection;
using System.Runtime.CompilerServices;

namespace MessageLB.Architecture.Tests.PublicApi;

/// <summary>What users of an assembly can see of it and somebody wrote.</summary>
internal static class PublicMembers
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static IEnumerable<Type> TypesOf(Assembly assembly) => assembly.GetExportedTypes().Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute)));

    public static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        if (IsDelegate(type)) return [];
        return type.GetMembers(Declared).Where(member => member switch
        {
            FieldInfo field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName,
            PropertyInfo property => new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Any(IsVisible) && IsWritten(property),
            EventInfo happening => happening.AddMethod is { } add && IsVisible(add),
            ConstructorInfo constructor => IsVisible(constructor) && !constructor.IsStatic && IsWritten(constructor),
            MethodInfo method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && IsWritten(method),
            _ => false,
        });
    }

    public static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(MulticastDelegate));

    public static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // Records get members that nobody wrote.
    private static bool IsWritten(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && !member.Name.Contains('<', StringComparison.Ordinal);
}
